"""Migrations of the record's schema, oldest first; `store.open_record` runs those that are missing."""
