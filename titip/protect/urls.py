"""Addresses of protection. Those of sign-in keep the names that allauth looks for."""

from django.urls import path

from titip.protect.views import drafts, glass, inviting, kept, keys, log, myself, notices, passkeys, practice, sign_in, staff, work

urlpatterns = [
    path("unlock", keys.unlock, name="unlock"),
    path("lock", keys.lock, name="lock"),
    path("keys/command", keys.by_command, name="keys_command"),
    # sign-in
    path("sign-in", sign_in.sign_in, name="account_login"),
    path("sign-in/practice", practice.sign_in_as, name="practice_sign_in"),
    path("sign-in/code", sign_in.second_factor, name="mfa_authenticate"),
    path("sign-in/passkey", passkeys.sign_in, name="mfa_login_webauthn"),
    path("invited", inviting.invited, name="invited"),
    path("invited/passphrase", inviting.invited_passphrase, name="invited_passphrase"),
    path("sign-out", sign_in.sign_out, name="account_logout"),
    path("again/passphrase", sign_in.passphrase_again, name="account_reauthenticate"),
    path("again/code", sign_in.second_factor_again, name="mfa_reauthenticate"),
    # my sign-in
    path("me", myself.myself, name="myself"),
    path("me/signed-in/<int:one>/end", myself.end_one, name="session_end"),
    path("me/signed-in/end", myself.end_everywhere, name="sessions_end"),
    path("me/passphrase", sign_in.change_passphrase, name="account_change_password"),
    path("me/second-factor", sign_in.set_up_second_factor, name="mfa_activate_totp"),
    path("me/recovery-codes", sign_in.show_recovery_codes, name="mfa_view_recovery_codes"),
    path("me/recovery-codes/new", sign_in.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("me/passkeys/new", passkeys.add, name="mfa_add_webauthn"),
    path("me/passkeys/<int:passkey>", passkeys.rename, name="passkey_rename"),
    path("me/passkeys/<int:passkey>/remove", passkeys.remove, name="passkey_remove"),
    path("me/prove", passkeys.challenge, name="passkey_challenge"),
    path("me/all", sign_in.to_myself, name="mfa_index"),
    path("kept/<uuid:kept>", kept.kept, name="kept"),
    path("drafts/<uuid:draft>/away", drafts.put_away, name="draft_away"),
    path("drafts/<uuid:draft>/back", drafts.take_back, name="draft_back"),
    # colleagues, access, log
    path("colleagues", staff.staff_list, name="colleagues"),
    path("colleagues/new", staff.staff_add, name="colleague_add"),
    path("colleagues/<int:staff>/invite", staff.staff_invite, name="staff_invite"),
    path("colleagues/<int:staff>/revoke", staff.staff_revoke, name="staff_revoke"),
    path("colleagues/<int:staff>/leave", staff.staff_leave, name="staff_leave"),
    path("colleagues/<int:staff>/sign-out", staff.staff_sign_out, name="staff_sign_out"),
    path("colleagues/<int:staff>/trained", staff.staff_trained, name="staff_trained"),
    path("colleagues/<int:staff>/grant", staff.staff_grant, name="role_grant"),
    path("colleagues/<int:staff>/end", staff.staff_end, name="role_end"),
    path("glass", glass.listing, name="glass_list"),
    path("glass/break", glass.break_one, name="glass_break"),
    path("glass/<uuid:glass>", glass.one, name="glass_one"),
    path("glass/<uuid:glass>/end", glass.end, name="glass_end"),
    path("access", staff.access, name="access_list"),
    path("log", log.who_did_what, name="who_did_what"),
    path("log/verify", log.verify, name="log_verify"),
    path("news/read", notices.read, name="notices_read"),
    # work in the background
    path("work", work.board, name="work"),
    path("work/run", work.run, name="work_run"),
    path("work/<uuid:work>", work.one, name="work_one"),
    path("work/<uuid:work>/cancel", work.cancel, name="work_cancel"),
    path("work/<uuid:work>/retry", work.retry, name="work_retry"),
]
