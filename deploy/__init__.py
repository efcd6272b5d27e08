"""How Wick is run: on one machine (local/), behind Nginx, by systemd, in containers."""
