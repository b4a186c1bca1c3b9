"""Pages of one's own account, of one's unit's people, and of the half-year review of rights."""

import secrets
from datetime import timedelta

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from louyu.web.entrance import second_factor_given
from louyu.web.ledger.audit import Action, record
from louyu.web.page import page
from louyu.web.people.models import Account, Post
from louyu.web.people.review import in_force, reviewable, reviews, reviews_due
from louyu.web.people.rights import CLEARANCE_LABELS, Clearance
from louyu.web.people.roles import ABILITY_LABELS, ROLES, Ability

PURPOSES = ("日常工作核对", "政策兑现核算", "专题分析", "审计督查", "企业来访核实")
"""Why somebody opens exact tax; another reason is written out."""


@page("account/", name="account", title="我的账号", needs=Ability.ACCOUNT, reads=False)
def account_page(request: HttpRequest) -> HttpResponse:
    access = request.access
    mine = [
        (post, post.pk == request.post.pk, [ABILITY_LABELS[a] for a in ABILITY_LABELS
         if a in ROLES[post.role].abilities and a is not Ability.ACCOUNT])
        for post in request.posts
    ]  # fmt: skip
    return render(
        request,
        "people/account.html",
        {
            "mine": mine,
            "may_open": request.post.clearance == Clearance.EXACT,
            "opened": access.exact,
            "purpose": request.session.get("purpose", ""),
            "purposes": PURPOSES,
            "second_factor": second_factor_given(request),
            "scope": access.scope.label,
            "reviews": reviews(access, request.post),
            "administers": access.may(Ability.PEOPLE),
            "gives_charts": access.may(Ability.EXPORT) and access.scope.whole,
        },
    )


@page(
    "account/post", name="post_choose", title="切换岗位",
    needs=Ability.ACCOUNT, methods=("POST",), reads=False,
)  # fmt: skip
def post_choose(request: HttpRequest) -> HttpResponse:
    post = get_object_or_404(Post.in_force(request.user), pk=request.POST.get("post") or 0)
    request.session["post"] = post.pk
    request.session.pop("purpose", None)
    record(Action.POST_CHOSEN, str(post), author=str(request.user), unit=post.unit)
    return redirect("first")


@page(
    "account/tax", name="tax_open", title="打开精确税收",
    needs=Ability.ACCOUNT, methods=("POST",), reads=False,
)  # fmt: skip
def tax_open(request: HttpRequest) -> HttpResponse:
    """Exact tax is opened for this session: by a purpose, after a one-time code."""
    if request.POST.get("close"):
        request.session.pop("purpose", None)
        return redirect("account")
    if request.post.clearance != Clearance.EXACT:
        raise PermissionDenied("当前岗位没有查看精确税收的权限")
    if not second_factor_given(request):
        return redirect("mfa_index")
    purpose = (request.POST.get("other") or request.POST.get("purpose") or "").strip()[:100]
    if purpose:
        request.session["purpose"] = purpose
        access = request.access
        record(Action.TAX_OPENED, purpose, author=str(request.user), unit=access.unit)
    return redirect("account")


class MemberForm(forms.Form):
    """A new colleague's post in one's own unit: never more than one's own."""

    username = forms.RegexField(
        r"^[a-z][a-z0-9_.-]{2,40}$", label="账号", strip=True,
        help_text="小写字母开头，可含数字和 . _ -；已有账号则只加岗位",
        error_messages={"invalid": "账号须以小写字母开头，只含小写字母、数字和 . _ -，3 至 41 位"},
    )  # fmt: skip
    name = forms.CharField(label="姓名", max_length=40)
    clearance = forms.ChoiceField(label="税收权限")

    def __init__(self, manager: Post, *said: object, **more: object) -> None:
        super().__init__(*said, **more)
        levels = list(Clearance)
        upto = levels[: levels.index(Clearance(manager.clearance)) + 1]
        self.fields["clearance"].choices = [(level, CLEARANCE_LABELS[level]) for level in upto]


def managed(request: HttpRequest) -> Post:
    """The post by which somebody manages their unit's people."""
    if not request.post or not request.post.manages_unit:
        raise PermissionDenied("只有本单位管理人可以增减本单位的岗位")
    return request.post


@page(
    "account/unit", name="unit", title="本单位人员",
    needs=Ability.ACCOUNT, methods=("GET", "POST"), reads=False,
)  # fmt: skip
def unit_page(request: HttpRequest) -> HttpResponse:
    manager = managed(request)
    form = MemberForm(manager, request.POST or None)
    password = ""
    if request.method == "POST" and form.is_valid():
        password = member_added(request, manager, form.cleaned_data)
        form = MemberForm(manager)
    posts = in_force().filter(unit=manager.unit, role=manager.role).select_related("account")
    return render(
        request, "people/unit.html",
        {"form": form, "posts": posts, "manager": manager, "password": password},
    )  # fmt: skip


def member_added(request: HttpRequest, manager: Post, said: dict[str, str]) -> str:
    """Gives a colleague a post like the manager's. Returns a new account's first password."""
    password = ""
    with transaction.atomic():
        account = Account.objects.filter(username=said["username"]).first()
        if account is None:
            password = f"Ly-{secrets.token_urlsafe(9)}7"
            account = Account.objects.create_user(said["username"], password, name=said["name"])
        post = Post.objects.create(
            account=account, role=manager.role, unit=manager.unit, names=manager.names,
            clearance=said["clearance"], granted_by=str(request.user),
        )  # fmt: skip
        logged(request, Action.PEOPLE, post, "增加岗位")
    return password


@page(
    "account/unit/<int:number>/end", name="post_end", title="收回岗位",
    needs=Ability.ACCOUNT, methods=("POST",), reads=False,
)  # fmt: skip
def post_end(request: HttpRequest, *, number: int) -> HttpResponse:
    if not reviews(request.access, request.post):
        managed(request)
    post = get_object_or_404(reviewable(request.access, request.post), pk=number)
    if post.pk == request.post.pk:
        raise PermissionDenied("不能收回自己正在使用的岗位")
    post.until_on = timezone.localdate() - timedelta(days=1)
    post.save(update_fields=["until_on"])
    logged(request, Action.PEOPLE, post, "收回岗位")
    return redirect(request.POST.get("back") if request.POST.get("back") == "reviews" else "unit")


@page(
    "people/reviews", name="reviews", title="权限复核", needs=Ability.ACCOUNT,
    methods=("GET", "POST"), reads=False,
)  # fmt: skip
def reviews_page(request: HttpRequest) -> HttpResponse:
    """Every half year each post is said to be needed still, or taken back."""
    if not reviews(request.access, request.post):
        managed(request)
    due = reviews_due(request.access, request.post)
    if request.method == "POST":
        post = get_object_or_404(due, pk=request.POST.get("post") or 0)
        post.reviewed_on = timezone.localdate()
        post.save(update_fields=["reviewed_on"])
        logged(request, Action.REVIEW, post, "继续需要")
        return redirect("reviews")
    return render(request, "people/reviews.html", {"due": due.select_related("account")})


def logged(request: HttpRequest, action: Action, post: Post, what: str) -> None:
    record(
        action,
        f"{what}：{post.account} {post}",
        author=str(request.user),
        unit=request.access.unit,
        detail={"names": post.names, "clearance": post.clearance},
    )
