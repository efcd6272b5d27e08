"""Where pictures of people are: their names in the storage, and their addresses (no I/O)."""

SIZES = {"small": 64, "large": 128}  # pixels: twice those that are drawn


def picture_name(key: str, digest: str, size: int) -> str:
    """In the storage. `key`: of the user, 32 hexadecimal digits."""
    return f"pictures/{key}/{digest}-{size}.webp"


def picture_paths(key: str, digest: str | None) -> dict[str, str] | None:
    """The addresses, by `small` and `large`; None without a picture."""
    if not digest:
        return None
    return {name: f"/pictures/{key}/{digest}-{size}.webp" for name, size in SIZES.items()}
