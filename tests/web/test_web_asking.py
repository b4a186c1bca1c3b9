"""问政策: what answers is quoted with its place; nothing found is said; texts propose clauses."""

from django.core.files.uploadedfile import SimpleUploadedFile
from page import faults, read
from posts import ClientAs

from louyu.web.ledger.asked_question import AskedQuestion, Outcome
from louyu.web.ledger.policy_text import PolicyText
from louyu.web.ledger.policy_version import PolicyVersion

TEXT = """望潮区楼宇停车便利若干措施（演示数据）
望政办〔2025〕88号
第一条 建筑面积3万平方米以上的商务楼宇，入驻率达到80%以上的，给予运营单位20万元奖励。
第二条 访客停车前一小时免费，由楼宇运营单位公示。
本措施自2025年1月1日起施行，有效期至2027年12月31日。
"""


def test_an_answer_is_the_document_s_own_words_with_their_place(client_as: ClientAs) -> None:
    answer = client_as("enterprise").post("/policy/ask/", {"q": "新入驻企业的租金补助标准是什么"})
    page = read(answer.content.decode())
    assert faults(page) == []
    assert "按实付租金30%给予补助" in page.text and "第七条" in page.text
    assert "有效期至 2027-12-31" in page.text
    kept = AskedQuestion.objects.get()
    assert kept.outcome == Outcome.QUOTED and kept.role == "enterprise"


def test_a_clause_is_quoted_with_the_unit_whose_it_is(client_as: ClientAs) -> None:
    answer = client_as("leader").post("/policy/ask/", {"q": "楼宇人才安居补贴每人每年多少"})
    quote = read(answer.content.decode()).text.split("原文")[1].split("[1]")[1].split("[2]")[0]
    assert "第十五条 望潮区人力资源和社会保障局" in quote


def test_nothing_found_is_said_with_whom_to_ask(client_as: ClientAs) -> None:
    answer = client_as("leader").post("/policy/ask/", {"q": "宠物狗怎么办狗证"})
    page = read(answer.content.decode())
    assert faults(page) == []
    assert "没有找到依据" in page.text and "请问" in page.text
    listed = read(client_as("task_force").get("/policy/asked/").content.decode())
    assert "宠物狗怎么办狗证" in listed.text and faults(listed) == []
    one = AskedQuestion.objects.get()
    client_as("task_force").post(f"/policy/asked/{one.pk}", {"dealt": "不属楼宇政策"})
    assert "宠物狗" not in client_as("task_force").get("/policy/asked/").content.decode()


def test_a_case_goes_to_the_rules(client_as: ClientAs) -> None:
    answer = client_as("leader").post("/policy/ask/", {"q": "我公司首次入库能拿多少奖励"})
    text = read(answer.content.decode()).text
    assert "由规则引擎按台账逐条判断" in text and "首次上规奖励" in text


def test_personal_facts_are_not_kept(client_as: ClientAs) -> None:
    said = "我叫周某某，电话13800001234，公司纳税120万元，租金能补吗"
    client_as("enterprise").post("/policy/ask/", {"q": said})
    kept = AskedQuestion.objects.get().question
    assert "13800001234" not in kept and "周某某" not in kept and "120万元" not in kept


def test_the_asker_says_whether_it_was_of_use(client_as: ClientAs) -> None:
    client = client_as("operator")
    client.post("/policy/ask/", {"q": "特色楼宇奖励多少"})
    one = AskedQuestion.objects.get()
    client.post(f"/policy/ask/{one.pk}/useful", {"say": "no"})
    assert "特色楼宇奖励多少" in client_as("clerk").get("/policy/asked/").content.decode()


def test_a_text_is_read_confirmed_and_quoted(client_as: ClientAs) -> None:
    client = client_as("clerk")
    file = SimpleUploadedFile("停车.txt", TEXT.encode("gb18030"))
    page = read(client.post("/policy/texts/", {"file": file, "say": "read"}).content.decode())
    assert faults(page) == []
    values = {e.attributes.get("name"): e.attributes.get("value") for e in page.all("input")}
    assert values["number"] == "望政办〔2025〕88号" and values["until"] == "2027-12-31"
    said = {name: value for name, value in values.items() if value is not None}
    client.post("/policy/texts/", {**said, "text": TEXT, "say": "keep"})
    assert PolicyText.objects.get().until is not None
    quoted = read(client.post("/policy/ask/", {"q": "访客停车多久免费"}).content.decode()).text
    assert "访客停车前一小时免费" in quoted and "第二条" in quoted


def test_clauses_of_a_text_become_a_draft_that_a_person_finishes(client_as: ClientAs) -> None:
    client = client_as("clerk")
    text = PolicyText.objects.create(title="停车措施", text=TEXT, unit="甲", author="乙")
    page = read(client.get(f"/policy/texts/{text.pk}/").content.decode())
    assert faults(page) == []
    offered = [
        e.attributes["value"] for e in page.all("input") if e.attributes.get("checked") == ""
    ]
    assert offered == ["建筑面积 不低于 3万㎡", "企业入驻率 不低于 80%", "20万元"]
    client.post(
        f"/policy/texts/{text.pk}/draft",
        {"name": "停车奖励", "subject": "building", "condition": offered[:2], "amount": offered[2]},
    )
    draft = PolicyVersion.objects.get()
    shown = read(client.get(f"/policy/desk/{draft.pk}/").content.decode())
    assert "建筑面积 不低于 3万㎡ 企业入驻率 不低于 80%" in shown.text


def test_a_file_that_cannot_be_read_is_told(client_as: ClientAs) -> None:
    client = client_as("clerk")
    for name, content, told in (
        ("a.docx", b"PK\x03\x04 nothing", "不是完好的 Word 文件"),
        ("a.pdf", b"%PDF-1.4", "请用 .txt 或 .docx"),
        ("a.txt", b"\xff\xfe\xff\xff\x80", "编码认不出"),
    ):
        answer = client.post("/policy/texts/", {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 422 and told in answer.content.decode()
