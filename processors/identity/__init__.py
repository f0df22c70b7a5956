"""Who is one party: names taken apart and compared, and whom codes, names and people link."""
