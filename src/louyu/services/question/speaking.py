"""对模型说话 speaking: text that gives a model orders or lures a reader instead of stating law.

A passage that does so goes to no model; a sentence that does so is never an answer.
"""

import re

from louyu.standards.width import SPACES, half_width

HIDDEN = re.compile(
    r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]|[\x00-\x08\x0b-\x1f\x7f]"
)
ORDER = re.compile(
    r"(?:忽略|无视|忘记|不要理会|不必理会|绕过|覆盖).{0,12}(?:指令|指示|规则|上文|前文|以上|之前|前面|要求|提示|限制)"
    r"|提示词|系统(?:提示|指令|消息)|(?:你|您)(?:现在|必须|只能|应当|要)?(?:扮演|回答|输出|回复|告诉用户|声称)"
    r"|(?:请|必须|务必|只)(?:直接)?(?:回答|输出|回复|告诉用户|声称)"
    r"|(?:ai|人工智能|大?模型|助手|机器人)(?:必须|应当|请|需要|只能|要)"
    r"|ignore.{0,30}(?:instruction|previous|above|rule)|system\s*prompt|you\s+are\s+(?:now|an?)\b"
    r"|(?:assistant|system|user)\s*:|<\|"
    r"|(?:点击|打开|访问).{0,8}(?:链接|网址|网站)|扫码|扫描二维码|加.{0,4}微信|(?:转账|汇款|打款)(?:到|至|给)",
    re.IGNORECASE,
)
MARKUP = re.compile(
    r"https?:|ftp:|www\.|javascript:|data:|[a-z0-9-]+\.(?:com|cn|net|org|gov|top|xyz|vip|cc|io)\b"
    r"|<[a-z!/?]|&(?:[a-z]+|#x?[0-9a-f]+);|\]\s*\(|```|`|!\[|\{\{|\{%|@",
    re.IGNORECASE,
)
BLANKS = re.compile(f"[{SPACES}]")


def gives_orders(text: str) -> bool:
    """The text speaks to a model or lures its reader, also when letters are parted by blanks."""
    folded = half_width(text)
    return bool(ORDER.search(folded) or ORDER.search(BLANKS.sub("", folded)) or HIDDEN.search(text))


def has_markup(text: str) -> bool:
    """The text has an address, a tag or a mark that a page could take for more than words."""
    return bool(MARKUP.search(half_width(text)) or HIDDEN.search(text))
