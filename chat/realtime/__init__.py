"""What is live in this process, and what processes send each other."""
