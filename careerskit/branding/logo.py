"""A school's logo: which files are accepted, and what is kept of them.

Only the picture itself is kept, written anew: what else a file can hold, such as where a photograph was taken, is not.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Any

from careerskit.errors import InputFileError

__all__ = ["describe_logo", "media_type_of", "read_logo"]

_MAX_BYTES = 10_000_000
_MAX_PIXELS = 40_000_000
_MIN_SIDE = 32
_SIZE = (800, 400)
"""The largest width and height that are kept, in pixels: four times what a page shows, for sharp print."""

_ALMOST_WHITE = 235
"""The brightness, from 0 to 255, above which nothing is seen on white paper."""

_PNG = b"\x89PNG"


def read_logo(content: bytes, name: str) -> bytes:
    """Return a logo as it is kept: a PNG or JPEG of at most 800 × 400 pixels, with nothing in it but the picture.

    Args:
        content: of the file.
        name: of the file, for messages.

    Raises:
        InputFileError: it is too large, damaged, no PNG or JPEG, too small to be sharp, or would not be seen on white.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(content) > _MAX_BYTES:
        raise InputFileError(f"{name} is too large: the limit is 10 MB. Save the logo about 800 pixels wide.")
    if b"<svg" in content[:4096].lower():
        raise InputFileError(
            f"{name} is an SVG, which can hold scripts, so it can’t be used. Save the logo as a PNG, about 800 pixels wide."
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about a picture that is large or slightly out of order
            picture: Any = Image.open(BytesIO(content), formats=("PNG", "JPEG"))
            kind = picture.format
            if picture.width * picture.height > _MAX_PIXELS:
                raise Image.DecompressionBombError
            picture = ImageOps.exif_transpose(picture)
            if picture.mode.startswith("I"):  # 16 bits of grey: Pillow would make all but the darkest of it white
                picture = picture.convert("I").point(lambda grey: grey / 256).convert("L")
            has_alpha = picture.has_transparency_data
            picture = picture.convert("RGBA" if has_alpha else "RGB")
    except Image.DecompressionBombError:
        raise InputFileError(f"{name} has too many pixels. Save the logo about 800 pixels wide.") from None
    except UnidentifiedImageError:
        raise InputFileError(f"{name} is not a PNG or JPEG picture. Save the logo as one of them.") from None
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise InputFileError(
            f"{name} is damaged, so the logo cannot be read. Save it again from the original."
        ) from error
    if min(picture.size) < _MIN_SIDE:
        width, height = picture.size
        raise InputFileError(
            f"{name} is too small to look sharp: it is {width} × {height} pixels. Use one of about 800 pixels across."
        )
    _check_visible(picture, name)
    picture.thumbnail(_SIZE, Image.Resampling.LANCZOS)
    clean = Image.new(picture.mode, picture.size)  # without what the file said about itself
    clean.paste(picture)
    kept = BytesIO()
    if kind == "PNG" or has_alpha:
        clean.save(kept, "PNG", optimize=True)
    else:
        clean.save(kept, "JPEG", quality=90)
    return kept.getvalue()


def media_type_of(logo: bytes) -> str:
    """Return the media type of a logo that is kept."""
    return "image/png" if logo.startswith(_PNG) else "image/jpeg"


def describe_logo(logo: bytes) -> str:
    """Return what a logo that is kept is, as "PNG, 800 × 240 pixels, 21 KB"."""
    from PIL import Image

    with Image.open(BytesIO(logo)) as picture:
        width, height = picture.size
    return f"{media_type_of(logo).partition('/')[2].upper()}, {width} × {height} pixels, {-(-len(logo) // 1000)} KB"


def _check_visible(picture: Any, name: str) -> None:
    """Check that a picture is seen on white: many schools also have a white logo, for dark backgrounds."""
    from PIL import Image

    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    darkest: Any = paper.convert("L").getextrema()
    if darkest[0] > _ALMOST_WHITE:
        raise InputFileError(
            f"{name} is white, so it would not be seen on white paper. Use the logo for light backgrounds."
        )
