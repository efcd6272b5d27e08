"""A chat without sockets: Django views over MongoDB, asked again and again for what is new."""
