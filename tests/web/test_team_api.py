"""No request to the routes of a team fails, with a token and without one (schemathesis)."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from countrydesk.team import Role, open_store
from countrydesk.web.app import create_app
from countrydesk.web.config import WebSettings


@pytest.fixture(scope="module")
def team_schema(view, tmp_path_factory):
    folder = tmp_path_factory.mktemp("team-api")
    database = str(folder / "team.db")
    store = open_store(database)
    store.add_user("ana", Role.ADMIN)
    token = store.make_token("ana")
    store.close()
    app = create_app(WebSettings(
        release="bundled", home=folder, rate=0, costly_rate=0, sentences=False, database=database
    ))  # fmt: skip
    made = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    made.config.update(headers={"authorization": f"Bearer {token}"})
    return made.include(path_regex="^/api/v1/team/")


def each_request(schema, most, check):
    """Hold ``check`` against requests to every operation; return how many operations there are."""
    operations = [found.ok() for found in schema.get_all_operations()]
    for operation in operations:
        tried = given(case=operation.as_strategy())(check)
        settings(
            max_examples=most, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        )(tried)()  # fmt: skip
    return len(operations)


def test_any_request_of_a_team_is_answered_as_documented(team_schema):
    def check(case):
        # A well-formed name may still mean nothing.
        answer = case.call_and_validate(excluded_checks=[positive_data_acceptance, ignored_auth])
        assert answer.status_code != 401

    assert each_request(team_schema, 12, check) == 5


def test_a_void_token_opens_none_of_them(team_schema):
    def check(case):
        case.headers = {**case.headers, "authorization": "Bearer void"}
        assert case.call().status_code in {400, 401, 404, 422}

    assert each_request(team_schema, 3, check) == 5
