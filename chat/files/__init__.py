"""Files of messages: uploaded in parts, checked, kept and served (docs/decisions/0064)."""
