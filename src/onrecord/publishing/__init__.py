"""What users see of a record: pages for the terminal, briefs, tables and exports."""
