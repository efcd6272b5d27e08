"""A kind of event that only these tests have."""
