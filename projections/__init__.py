"""What is reported: rows, tables, views, and the warehouses that hold them."""
