"""Who may see and do what, and how often."""
