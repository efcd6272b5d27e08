"""Password hashing: Django's PBKDF2, limited to a few at a time in this process."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from chat.storage.executor import hash_in_turn


class PBKDF2(PBKDF2PasswordHasher):
    """For PASSWORD_HASHERS. Each hash and comparison waits its turn. May raise Refused (`unavailable`)."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        return hash_in_turn(super().encode, password, salt, iterations)
