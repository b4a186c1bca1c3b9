"""退回 refusal: why a file as a whole is not taken, and what its sender should do."""

from louyu.sources.visible import visible
from louyu.standards.problem import Problem


class FileProblem(Problem):
    """What can be wrong with a file as a whole."""

    EMPTY = ("file-empty", "文件是空的", "请检查导出是否完成，重新导出后报送")
    TOO_LARGE = ("file-too-large", "文件太大", "请分成几个文件，或去掉图片和无关的工作表后报送")
    ARCHIVE = ("file-archive", "文件是压缩包，不是表格", "请解压后逐个报送里面的表格")
    NOT_A_TABLE = (
        "file-not-a-table",
        "文件不是表格",
        "请报送 .xlsx、.xls 或 .csv 文件",
    )
    WEB_PAGE = (
        "file-web-page",
        "文件扩展名是表格，内容却是网页（HTML），不少系统的“导出”就是这样",
        "请用 Excel 或 WPS 打开后“另存为” .xlsx 再报送",
    )
    OTHER_FORMAT = (
        "workbook-other-format",
        "这种表格格式不收",
        "请用 Excel 或 WPS 打开后“另存为” .xlsx 再报送",
    )
    ENCRYPTED = (
        "workbook-encrypted",
        "工作簿设了打开密码，读不出内容",
        "请取消密码（文件－信息－保护工作簿）后报送",
    )
    DAMAGED = (
        "workbook-damaged",
        "工作簿已损坏或不完整，多半是传送中断",
        "请用 Excel 或 WPS 打开确认，能打开的“另存为” .xlsx，再报送",
    )
    SUSPICIOUS = (
        "workbook-suspicious",
        "工作簿的内部结构异常，为安全起见不打开",
        "请用 Excel 或 WPS 打开后“另存为”新的 .xlsx 再报送",
    )
    ENTRIES = (
        "workbook-entries",
        "工作簿内部的文件太多",
        "请去掉图片、附件后“另存为” .xlsx 再报送",
    )
    UNPACKED = (
        "workbook-unpacked",
        "工作簿解压后太大，不打开",
        "请核对文件来源；确是数据的，分成几个文件报送",
    )
    RATIO = (
        "workbook-ratio",
        "工作簿的压缩比异常，可能是压缩炸弹，不打开",
        "请核对文件来源；确是数据的，“另存为” .csv 报送",
    )
    SHEETS = ("workbook-sheets", "工作表太多", "请只留要报送的工作表")
    SHEET_TOO_LARGE = (
        "sheet-too-large",
        "工作表太大，多半是很远处误留了一个单元格或格式",
        "请选中数据之外的行和列，删除后保存再报送",
    )
    SHEET_TOO_WIDE = (
        "sheet-too-wide",
        "列数太多，不像要报送的表",
        "请删去数据右边多余的列后再报送",
    )
    TEXT_ENCODING = (
        "text-encoding",
        "文本的编码认不出，既不是 UTF-8，也不是 GB18030",
        "请用 Excel 或 WPS 打开，确认没有乱码后“另存为” .xlsx 或“CSV UTF-8”",
    )
    TEXT_BINARY = (
        "text-binary",
        "文件里有不是文字的内容，不是 CSV 文本",
        "请报送 .xlsx、.xls 或 .csv 文件",
    )
    TEXT_QUOTES = (
        "text-quotes",
        "CSV 里的双引号不成对，往后的行会连成一片",
        "请在这一行前后找到多出的双引号，改正后再报送",
    )
    PARSER_MEMORY = (
        "parser-memory",
        "解析这个文件用尽了限定的内存，已停止",
        "请分成几个文件报送",
    )
    PARSER_TIME = (
        "parser-time",
        "解析这个文件超过了限定的时间，已停止",
        "请分成几个文件，或“另存为” .csv 报送",
    )
    PARSER_DIED = (
        "parser-died",
        "解析这个文件时解析程序意外中止，其他文件不受影响",
        "请用 Excel 或 WPS 打开后“另存为”新的 .xlsx 再报送；仍不行请把文件交给管理员",
    )
    NO_ROWS = ("file-no-rows", "表头之下没有数据行", "请核对是否导出了空表")
    NO_HEADER = (
        "header-not-found",
        "前20行里没有找到认识的表头",
        "请核对是否用了规定的模板，表头文字不要改动",
    )
    MISSING_COLUMNS = (
        "header-columns-missing",
        "缺少必填的列",
        "请补上这些列，或核对数据集是否选错",
    )
    AMBIGUOUS_COLUMNS = (
        "header-columns-ambiguous",
        "有两列都像同一项，不能判断用哪一列",
        "请删去或改名其中一列后再报送",
    )
    UNIT = (
        "header-unit",
        "表头里的单位不是这一列该用的单位",
        "请改正表头的单位",
    )
    DATASET_UNKNOWN = (
        "dataset-unknown",
        "认不出这是哪一类数据",
        "请用 --dataset 写明数据集，或使用规定的模板",
    )
    SENDER_UNKNOWN = (
        "sender-unknown",
        "认不出报送单位",
        "请用 --sender 写明，或在表头上方写“报送单位：…”",
    )
    SENDER_NOT_ALLOWED = (
        "sender-not-allowed",
        "这个单位不是该数据集的报送单位",
        "请核对数据集和报送单位",
    )
    SENDER_CONTRADICTED = (
        "sender-contradicted",
        "表里写的报送单位与所报的不是同一个",
        "请核对是否拿错了文件",
    )
    MONTH_UNKNOWN = (
        "month-unknown",
        "认不出所属期",
        "请用 --month 写明月份（如 2025-05），或在表头上方写“所属期：2025年5月”",
    )
    MONTH_CONTRADICTED = (
        "month-contradicted",
        "标题、所属期列、文件名写的月份不一致",
        "请核对后改正，或用 --month 写明月份",
    )
    MONTH_OUT_OF_RANGE = (
        "month-out-of-range",
        "所属期在本区县起始月份之前，或还没有到",
        "请核对所属期",
    )


class RefusalError(Exception):
    """A file that is not taken, with its problem and what was seen."""

    def __init__(self, problem: FileProblem, detail: str = "") -> None:
        super().__init__(problem, detail)
        self.problem, self.detail = problem, detail

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """What is wrong, what was seen and what to do, in Chinese."""
        seen = f"（{self.detail}）" if self.detail else ""
        return visible(f"{self.problem.wrong}{seen}。{self.problem.remedy}。")
