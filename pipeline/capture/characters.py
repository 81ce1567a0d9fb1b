"""Bytes as characters, and what a Content-Type header says of them."""

from email.message import Message

from bs4.dammit import EncodingDetector


def content_type(header: str) -> tuple[str, str | None]:
    """Media type ('' where none is stated) and charset of 'text/html; charset=utf-8'."""
    message = Message()
    message["Content-Type"] = header
    charset = message.get_param("charset")
    return message.get_content_type() if header else "", charset if isinstance(charset, str) else None


def characters(data: bytes, charset: str | None) -> str:
    """A page as characters: byte order mark, header, <meta>, then UTF-8; bytes that fit none become U+FFFD.

    `charset` is the HTTP header's, which the HTML standard ranks above the page's own <meta>.
    """
    declared = EncodingDetector.find_declared_encoding(data, is_html=True, search_entire_document=False)
    for name in (EncodingDetector.strip_byte_order_mark(data)[1], charset, declared):
        try:
            if name:
                return EncodingDetector.strip_byte_order_mark(data)[0].decode(name, "replace")
        except (LookupError, ValueError):
            continue  # a charset that nobody knows, or that is none for pages (idna, a NUL in its name)
    return data.decode("utf-8", "replace")
