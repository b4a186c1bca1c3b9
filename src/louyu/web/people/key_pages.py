"""Pages of one's keys to the API: made, counted, revoked."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from louyu.web.ledger.audit import Action, record
from louyu.web.page import page
from louyu.web.people.key import MOST_DAYS, Key, key_made
from louyu.web.people.roles import Ability

MOST_CALLS = 100_000


class KeyForm(forms.Form):
    """What a key is for, how long it holds, how often it may be used."""

    name = forms.CharField(
        label="名称", max_length=60, help_text="写明给哪个系统用，如“区数据仓每日取数”"
    )
    days = forms.IntegerField(label="有效天数", min_value=1, max_value=MOST_DAYS, initial=180)
    quota = forms.IntegerField(label="每日次数", min_value=1, max_value=MOST_CALLS, initial=1000)
    writes = forms.BooleanField(
        label="可报送、更正", required=False, help_text="不勾选的密钥只能取数"
    )


@page(
    "account/keys", name="keys", title="接口密钥", needs=Ability.READ,
    methods=("GET", "POST"), reads=False,
)  # fmt: skip
def keys_page(request: HttpRequest) -> HttpResponse:
    form, secret = KeyForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        purpose = request.session.get("purpose", "") if request.access.exact else ""
        key, secret = key_made(request.post, **form.cleaned_data, purpose=purpose)
        logged(request, f"新增密钥：{key}")
        form = KeyForm()
    keys = Key.objects.filter(post__account=request.user).select_related("post")
    return render(request, "people/keys.html", {"form": form, "secret": secret, "keys": keys})


@page(
    "account/keys/<int:number>/revoke", name="key_revoke", title="作废密钥", needs=Ability.READ,
    methods=("POST",), reads=False,
)  # fmt: skip
def key_revoke(request: HttpRequest, *, number: int) -> HttpResponse:
    key = get_object_or_404(Key, pk=number, post__account=request.user)
    key.revoked = True
    key.save(update_fields=["revoked"])
    logged(request, f"作废密钥：{key}")
    return redirect("keys")


def logged(request: HttpRequest, what: str) -> None:
    record(Action.PEOPLE, what, author=str(request.user), unit=request.access.unit)
