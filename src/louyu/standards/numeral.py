"""汉字数字: Chinese numerals up to 9999, both ways.

Two notations: by place (六十八, 一百零二, 两千) and by digit (一二〇三, 二〇二五).
Financial capitals (壹贰叁) are read as their plain twins.
"""

LARGEST = 9999
DIGITS = "零一二三四五六七八九"
PLACES = {"千": 1000, "百": 100, "十": 10}
TWINS = str.maketrans("〇○两壹贰叁肆伍陆柒捌玖拾佰仟", "零零二一二三四五六七八九十百千")
LETTERS = "零〇○一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟"
"""What a Chinese numeral may be made of."""


def number(text: str) -> int | None:
    """The value of a Chinese numeral, or None where the text is none."""
    digits = arabic(text)
    return None if digits is None else int(digits)


def arabic(text: str) -> str | None:
    """A Chinese numeral in Arabic digits; written by digit it keeps its zeros (〇三 is 03)."""
    plain = text.translate(TWINS)
    if 0 < len(plain) <= 4 and set(plain) <= set(DIGITS):
        return "".join(str(DIGITS.index(letter)) for letter in plain)
    if not plain or not set(plain) <= {*DIGITS, *PLACES}:
        return None
    total = digit = 0
    for letter in plain:
        if letter in PLACES:
            total, digit = total + (digit or 1) * PLACES[letter], 0
        else:
            digit = DIGITS.index(letter)
    total += digit
    # Said back it must be the same numeral: 一百五 (150 or 105?) is none.
    if total > LARGEST or numeral(total).replace("一十", "十") != plain.replace("一十", "十"):
        return None
    return str(total)


def numeral(value: int) -> str:
    """A number from 0 to 9999 as it is said: 68 is 六十八, 12 is 十二, 1002 is 一千零二."""
    if not 0 <= value <= LARGEST:
        raise ValueError(f"{value} 不在0到{LARGEST}之间")
    if value == 0:
        return DIGITS[0]
    said, rest, gap = "", value, False
    for letter, place in (*PLACES.items(), ("", 1)):
        digit, rest = divmod(rest, place)
        if digit:
            said += (DIGITS[0] if gap and said else "") + DIGITS[digit] + letter
        gap = digit == 0
    return said.removeprefix("一") if 10 <= value < 20 else said
