"""两步验证 the second factor: what allauth shows of it in an authenticator."""

from allauth.mfa.adapter import DefaultMFAAdapter

from louyu.web.shelf import district_of_site


class FactorAdapter(DefaultMFAAdapter):
    """One-time codes (TOTP, RFC 6238) and recovery codes."""

    def get_totp_issuer(self) -> str:
        return f"楼宇经济 {district_of_site().name}"

    def send_notification_mail(self, *said: object, **more: object) -> None:
        """No mail leaves the host."""
