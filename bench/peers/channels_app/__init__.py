"""A chat as the Channels tutorial writes it: a group for each room, a consumer for each socket."""
