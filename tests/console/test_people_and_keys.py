from django.test import Client
from django.urls import reverse

from factcheck.accounts.models import User
from factcheck.articles.models import Feed
from factcheck.partners.models import ApiKey, Partner
from sources.registry.models import Source, SourceMerge
from tests.console.conftest import client_of
from tests.factories import SourceFactory


def test_an_administrator_makes_a_person_who_can_sign_in(administrator: User, client: Client) -> None:
    form = {
        "username": "nora",
        "first_name": "Nora",
        "last_name": "New",
        "email": "nora@example.org",
        "role": "fact_checker",
        "password1": "a long pass phrase",
        "password2": "a long pass phrase",
        "usable_password": "true",
    }
    response = client_of(administrator).post(reverse("admin:accounts_user_add"), form)
    nora = User.objects.get(username="nora")
    assert response.status_code == 302
    assert (nora.role, nora.is_staff, nora.is_superuser, nora.display_name) == ("fact_checker", True, False, "Nora New")
    assert client.login(username="nora", password="a long pass phrase")


def test_a_person_is_switched_off_not_deleted(administrator: User, fact_checker: User) -> None:
    page = client_of(administrator)
    form = {"username": "fay", "first_name": "Fay", "last_name": "F", "email": "", "role": "editor", "is_staff": "on"}
    page.post(reverse("admin:accounts_user_change", args=[fact_checker.pk]), form)
    fact_checker.refresh_from_db()
    assert (fact_checker.role, fact_checker.is_active) == ("editor", False)
    assert page.post(reverse("admin:accounts_user_delete", args=[fact_checker.pk])).status_code == 403


def test_a_key_is_shown_once_and_only_its_digest_is_stored(administrator: User) -> None:
    page = client_of(administrator)
    page.post(reverse("admin:partners_partner_add"), {"name": "Daily", "contact_email": "desk@daily.example"})
    partner = Partner.objects.get()
    form = {"partner": partner.pk, "scope": "read", "label": "site", "expires_at_0": "", "expires_at_1": ""}
    shown = page.post(reverse("admin:partners_apikey_add"), form, follow=True).content.decode()
    key = ApiKey.objects.get()
    assert f"{key.prefix}." in shown
    again = page.get(reverse("admin:partners_apikey_change", args=[key.pk])).content.decode()
    assert f"{key.prefix}." not in again
    assert key.digest not in again


def test_a_key_needs_one_owner_and_the_form_says_so(administrator: User) -> None:
    page = client_of(administrator).post(
        reverse("admin:partners_apikey_add"), {"scope": "read", "label": "", "expires_at_0": "", "expires_at_1": ""}
    )
    assert "one partner or to one person" in page.content.decode()
    assert not ApiKey.objects.exists()


def test_chosen_keys_are_disabled(administrator: User) -> None:
    page = client_of(administrator)
    page.post(reverse("admin:partners_partner_add"), {"name": "Daily", "contact_email": ""})
    form = {"partner": Partner.objects.get().pk, "scope": "read", "label": "", "expires_at_0": "", "expires_at_1": ""}
    page.post(reverse("admin:partners_apikey_add"), form)
    key = ApiKey.objects.get()
    page.post(
        reverse("admin:partners_apikey_changelist"), {"action": "keys_disable", "_selected_action": [str(key.pk)]}
    )
    key.refresh_from_db()
    assert not key.enabled


def test_a_feed_is_added_and_a_wrong_address_refused(fay: Client) -> None:
    form = {"url": "https://times.example/feed.xml", "title": "Times", "interval_minutes": "15"}
    fay.post(reverse("admin:articles_feed_add"), form)
    assert Feed.objects.get().url == "https://times.example/feed.xml"
    page = fay.post(reverse("admin:articles_feed_add"), {**form, "url": "https://a:b@times.example/"})
    assert "without a password" in page.content.decode()
    assert Feed.objects.count() == 1


def test_a_source_is_added_and_changed_through_the_registry(fay: Client) -> None:
    form = {
        "name": "Radio One",
        "kind": "broadcaster",
        "description": "",
        "country": "FR",
        "control": "public",
        "wikidata_id": "",
        "homepage": "",
        "valid_from": "",
        "valid_to": "",
        "notes": "",
    }
    response = fay.post(reverse("admin:registry_source_add"), form)
    source = Source.objects.get()
    assert response["Location"] == reverse("admin:registry_source_change", args=[source.public_id])
    assert source.names.get().text == "Radio One"
    edit = reverse("admin:console_source_edit", args=[source.public_id])
    assert fay.post(edit, {**form, "name": "Radio 1"}).status_code == 302
    source.refresh_from_db()
    assert (source.name, source.version) == ("Radio 1", 2)
    assert set(source.names.values_list("text", flat=True)) == {"Radio One", "Radio 1"}
    page = fay.post(edit, {**form, "country": "France"}).content.decode()
    assert "errornote" in page or "characters" in page or "ISO" in page
    source.refresh_from_db()
    assert source.country == "FR"


def do(client: Client, source: Source, what: str, **form: object) -> str:
    url = reverse("admin:console_source_do", args=[source.public_id])
    return client.post(url, {"do": what, **form}, follow=True).content.decode()


def test_names_in_all_scripts_stand_on_the_sources_page(fay: Client) -> None:
    source = SourceFactory(name="Russia 24", kind="broadcaster")
    page = do(fay, source, "name_add", text="Россия 24", language="ru", type="alias")
    assert "Россия 24" in page
    assert "Cyrl" in page
    name = source.names.get(text="Россия 24")
    assert "Россия 24" not in do(fay, source, "name_remove", name=name.pk).replace("message", "")
    assert source.names.count() == 1


def test_a_provisional_source_is_confirmed_and_gets_a_parent(fay: Client) -> None:
    source, office = SourceFactory(provisional=True), SourceFactory(name="The Office")
    do(fay, source, "confirm")
    source.refresh_from_db()
    assert not source.provisional
    assert "The Office" in do(fay, source, "parent_add", parent=office.public_id)
    do(fay, source, "parent_remove", link=source.parents.get().pk)
    assert not source.parents.exists()


def test_a_merge_is_previewed_done_and_undone(edith: Client, claims: list) -> None:
    alice = claims[0].attribution.hops.first().source
    kept = SourceFactory(name="A. Adams", kind="person")
    url = reverse("admin:console_source_merge", args=[kept.public_id])
    preview = edith.get(url, {"merged": alice.public_id}).content.decode()
    assert "<strong>2</strong> mentions in articles" in preview
    assert "that the bridge is closed" in preview
    alice.refresh_from_db()
    assert alice.merged_into is None, "a preview changes nothing"
    edith.post(url, {"merged": alice.public_id, "reason": "The same person."})
    alice.refresh_from_db()
    assert alice.merged_into == kept
    assert claims[0].attribution.hops.first().source == kept
    undo = reverse("admin:console_merge_undo", args=[SourceMerge.objects.get().pk])
    edith.post(undo)
    alice.refresh_from_db()
    assert alice.merged_into is None
    assert claims[0].attribution.hops.first().source == alice


def test_two_that_may_not_be_one_need_a_tick(edith: Client) -> None:
    kept, merged = SourceFactory(kind="person", name="A"), SourceFactory(kind="broadcaster", name="B")
    url = reverse("admin:console_source_merge", args=[kept.public_id])
    assert "The kinds differ" in edith.get(url, {"merged": merged.public_id}).content.decode()
    assert edith.post(url, {"merged": merged.public_id}).status_code == 409
    assert edith.post(url, {"merged": merged.public_id, "despite_warnings": "on"}).status_code == 302


def test_only_editors_merge(fay: Client) -> None:
    kept, merged = SourceFactory(kind="person"), SourceFactory(kind="person")
    response = fay.post(
        reverse("admin:console_source_merge", args=[kept.public_id]), {"merged": merged.public_id, "reason": ""}
    )
    assert response.status_code == 403


def test_a_source_is_found_by_the_beginning_of_any_name_in_any_script(fay: Client) -> None:
    source = SourceFactory(name="Russia 24", kind="broadcaster")
    do(fay, source, "name_add", text="Россия 24", language="ru", type="alias")
    url = reverse("admin:console_source_find")
    for words in ("Russ", "Росс", "россия 24"):
        found = fay.get(url, {"name": words}).json()["results"]
        assert [row["id"] for row in found] == [source.public_id], words
    assert fay.get(url, {"name": " "}).json()["results"] == []
