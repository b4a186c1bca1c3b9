"""地址的写法 addresses: what stands for a month, a level and a kind of file in an address."""

from django.urls import register_converter


class Month:
    """``202506``."""

    regex = r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Level:
    """What a number is of."""

    regex = "district|street|building"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Sheet(Level):
    """The kind of file that a list is taken out as (`frame.spreadsheet`)."""

    regex = "csv|xlsx"


register_converter(Month, "month")
register_converter(Level, "level")
register_converter(Sheet, "sheet")
