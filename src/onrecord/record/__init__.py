"""The record: readings kept whole, the tables derived from them, search and history; SQLite or PostgreSQL."""
