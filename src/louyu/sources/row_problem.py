"""行问题 row problems: what a contract finds wrong with a cell or row, beyond its notation."""

from louyu.standards.problem import Problem


class RowProblem(Problem):
    """What can be wrong with a cell or a row held against its contract."""

    REQUIRED = ("row-required", "必填的格是空的", "请补上后再报送这一行")
    ONE_OF = ("row-one-of", "这几列至少要填一列，现在都是空的", "请至少补上一列")
    DUPLICATE = (
        "row-duplicate",
        "重复行，与前面一行完全相同",
        "请删去重复的一行；确是两笔的，请写明区别",
    )
    OVERLONG = (
        "row-overlong",
        "这一行的格比表头多，多半是格里的逗号把一格分成了两格",
        "请去掉数里的千分位逗号，或给含逗号的格加上英文双引号",
    )
    PERIOD = (
        "row-period",
        "这一行的所属期与文件的所属期不同",
        "请把这一行移到它所属月份的文件里报送",
    )
    NOT_ALLOWED = ("cell-not-allowed", "填的内容不在可选值之内", "请从可选值里选填")
    BELOW = ("cell-below-minimum", "数小于下限", "请核对数和单位")
    ABOVE = ("cell-above-maximum", "数大于上限", "请核对数和单位")
    STREET = ("cell-street-unknown", "不是本区县的街镇", "请填街道或镇的全称")
    FLAG = ("cell-flag", "应填是或否", "请填“是”或“否”")
    SCIENTIFIC = (
        "cell-scientific",
        "编码或文字被表格软件变成了科学记数法，原来的数字已经丢失",
        "请把这一列设为文本格式，重新填写或导出",
    )
    CONTROL = (
        "cell-control-characters",
        "文字里有看不见的控制字符或替代符“\ufffd”，多半是导出或转码时弄坏的",
        "请重新填写这一格",
    )
    TURNED_DATE = (
        "cell-turned-date",
        "文字被表格软件变成了日期，原来的写法（如“3-1”）已经丢失",
        "请把这一列设为文本格式，重新填写或导出",
    )
    MERGED = (
        "cell-merged",
        "这一格与上面的格合并了，数只记在合并区的第一行",
        "请取消合并，各行分别填写",
    )
    NOT_COMPUTED = (
        "cell-not-computed",
        "格里是没有算出结果的公式",
        "请在 Excel 或 WPS 里打开、重新计算并保存，或把结果直接填入",
    )
