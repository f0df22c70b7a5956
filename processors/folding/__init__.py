"""
How any fold is driven over a partition: conclude, compare, publish, keep. It knows no case and no
visit.
"""
