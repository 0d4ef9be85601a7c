from __future__ import annotations

from datetime import date

import pytest
from tests.analysis.toy import toy_view

from countrydesk.analysis import duties
from countrydesk.analysis.duty_register import customs_place, listed_duties, wide_duties
from countrydesk.analysis.finding import recompute

EMERGENCY = "International Emergency Economic Powers Act (reciprocal tariff)"
PAYMENTS = "Trade Act of 1974 section 122 (payments)"


def action(period, text, rate, act, counterpart="", released=None, **more):
    status = more.pop("status", "actual")
    names = {
        "IEEPA-reciprocal": EMERGENCY,
        "Section122": "Trade Act of 1974 section 122 (payments)",
    }
    given = {
        "authority": act,
        "authority_name": names.get(act, "Trade Expansion Act of 1962 section 232 (vehicles)"),
        "rate": rate,
        "scope": "all",
        "status": "in_force",
        **more,
    }
    return {
        "place": "USA", "counterpart": counterpart, "indicator": "tariff_action", "period": period,
        "text": text, "status": status, "attributes": given,
        "released_on": released or date.fromisoformat(period[:10]),
    }  # fmt: skip


def duty(counterpart, period, heading, act, indicator="additional_duty", released=None, **more):
    given = {"authority": act, "status": "in_force", "effective_from": period[:10], **more}
    return {
        "place": "USA", "counterpart": counterpart, "indicator": indicator, "period": period,
        "text": heading, "attributes": given,
        "released_on": released or date.fromisoformat(period[:10]),
    }  # fmt: skip


def ended(row, day):
    """Return the row of a spell and the row that closes it."""
    closed = dict(row) | {
        "period": f"{row['period']}{day}",
        "released_on": date.fromisoformat(day),
        "attributes": row["attributes"] | {"status": "ended", "ended_on": day},
    }
    return [row, closed]


GENERAL = ended(
    action("2025-04-05/", "most goods", "10", "IEEPA-reciprocal",
        scope="all except Canada and Mexico", legal_basis="EO 14257"),
    "2026-02-20",
)  # fmt: skip
SURCHARGE = ended(action("2026-02-24/", "most goods", "10", "Section122"), "2026-07-23")
NEW = [
    duty("PER", "2026-07-24/", "9903.05.63", "Section301-forced-labour", rate_added="12.5",
        legal_basis="FR 2026-15181", exceptions="9903.05.85-92"),
    action("2026-07-24/", "all goods less exemptions", "12.5", "Section301-forced-labour", "PER",
        announced_on="2026-07-23"),
]  # fmt: skip


def path(view, counterpart):
    return [
        (d.rate, str(d.start), str(d.end) if d.end else "", d.state(view.cutoff))
        for d in wide_duties(view, "USA", counterpart)
    ]


def test_the_sequence_is_read_in_the_order_of_its_days():
    view = toy_view([*GENERAL, *SURCHARGE, *NEW])
    assert path(view, "PER") == [
        ("10", "2025-04-05", "2026-02-20", "ended"),
        ("10", "2026-02-24", "2026-07-23", "ended"),
        ("12.5", "2026-07-24", "", "in force"),
    ]


@pytest.mark.parametrize(
    ("day", "states"),
    [
        ("2025-04-01", []),
        ("2025-06-30", ["in force"]),
        ("2026-02-22", ["ended"]),
        ("2026-03-01", ["ended", "in force"]),
        ("2026-07-23", ["ended", "ended"]),
        ("2026-08-01", ["ended", "ended", "in force"]),
    ],
)
def test_what_stands_follows_from_the_day_of_the_view(day, states):
    view = toy_view([*GENERAL, *SURCHARGE, *NEW], as_of=date.fromisoformat(day))
    assert [d.state(view.cutoff) for d in wide_duties(view, "USA", "PER")] == states


def test_a_heading_and_its_action_are_one_duty_with_both_as_evidence():
    view = toy_view([*GENERAL, *NEW])
    (found,) = duties.wide_findings(view, "USA", "PER", "in force")
    assert found.number == 12.5
    assert found.unit == "percent"
    assert found.values["heading"] == "9903.05.63"
    assert found.values["announced_on"] == "2026-07-23"
    assert found.values["goods"] == "all goods less exemptions"
    assert len(found.inputs) == 2
    assert recompute(view, found) == found


def test_a_place_that_the_scope_leaves_out_does_not_meet_the_general_duty():
    view = toy_view(GENERAL)
    assert wide_duties(view, "USA", "CAN") == ()
    assert len(wide_duties(view, "USA", "KEN")) == 1


def test_a_rate_of_its_own_takes_the_place_of_the_general_one_while_it_lasts():
    own = ended(
        duty("DZA", "2025-08-07/", "9903.02.03", "IEEPA-reciprocal", rate_added="30"), "2025-10-01"
    )
    view = toy_view([*GENERAL, *own])
    assert path(view, "DZA") == [
        ("10", "2025-04-05", "2025-08-06", "ended"),
        ("30", "2025-08-07", "2025-10-01", "ended"),
        ("10", "2025-10-01", "2026-02-20", "ended"),
    ]


def test_a_later_rate_under_the_same_act_ends_the_earlier_one():
    rows = [
        action("2025-05-14/", "most goods", "10", "IEEPA-reciprocal", "CHN"),
        action("2025-11-10/", "most goods", "34", "IEEPA-reciprocal", "CHN"),
    ]
    view = toy_view(rows)
    assert path(view, "CHN") == [
        ("10", "2025-05-14", "2025-11-10", "ended"),
        ("34", "2025-11-10", "", "in force"),
    ]


def test_an_all_in_rate_is_not_called_added():
    view = toy_view([
        duty("EUU", "2025-08-07/", "9903.02.20", "IEEPA-reciprocal", rate_flat="15"),
    ])  # fmt: skip
    (found,) = duties.wide_findings(view, "USA", "EUU")
    assert found.values["manner"] == "whole"


def test_members_of_the_union_are_met_by_its_rows():
    view = toy_view(GENERAL)
    assert customs_place(view, "POL") == "EUU"
    assert customs_place(view, "GBR") == "GBR"
    early = toy_view(GENERAL, as_of=date(2019, 1, 1))
    assert customs_place(early, "GBR") == "EUU"


def test_listed_goods_in_force_come_first_then_those_ahead_then_those_ended():
    rows = [
        *ended(action("2025-03-12/", "steel", "25", "Section232-steel"), "2025-06-04"),
        action("2025-06-04/", "steel and aluminium", "50", "Section232-metals"),
        action("2027-01-01/", "furniture", "30-50", "Section232-wood", released=date(2025, 12, 31),
            status="announced"),
        action("2026-10-15/", "chips", "25", "Section232-chips", released=date(2026, 9, 1),
            status="announced"),
    ]  # fmt: skip
    view = toy_view(rows)
    found = duties.listed_findings(view, "USA", "PER")
    assert [(f.values["goods"], f.values["state"]) for f in found] == [
        ("steel and aluminium", "in force"),
        ("chips", "due"),
        ("furniture", "scheduled"),
        ("steel", "ended"),
    ]
    assert found[2].value == "30-50"
    summary = duties.listed_summary(view, place="USA", counterpart="PER")
    assert (summary.value, summary.values["ahead"], summary.values["over"]) == (1, 1, 1)


def test_an_all_in_rate_on_vehicles_takes_the_place_of_the_general_one():
    rows = [
        action("2025-04-03/", "passenger vehicles", "25", "Section232-autos"),
        action("2025-05-03/", "vehicle parts", "25", "Section232-auto-parts"),
        action("2025-08-01/", "vehicles and parts, all-in rate", "15", "Section232-autos", "EUU"),
        duty("EUU", "2025-08-01/", "9903.94.51", "Section232-autos", rate_flat="15"),
        duty("EUU", "2025-08-01/", "9903.94.45", "Section232-auto-parts", rate_flat="15"),
    ]
    view = toy_view(rows)
    (one,) = listed_duties(view, "USA", "EUU")
    assert one.headings == ("9903.94.45", "9903.94.51")
    assert len(listed_duties(view, "USA", "PER")) == 2


def test_a_heading_of_unknown_beginning_stands_while_its_source_says_so():
    row = duty("CHN", "2026-09-29", "9903.88.01", "Section301-other", rate_added="25")
    view = toy_view([row])
    (found,) = duties.listed_findings(view, "USA", "CHN")
    assert found.values["state"] == "in force"
    assert "since" not in found.values


def test_exemptions_are_those_in_force_under_the_act():
    rows = [
        *NEW,
        duty("PER", "2026-07-24/", "9903.06.01", "Section301-forced-labour", "duty_exemption",
            scope="country carve-out"),
        *ended(duty("PER", "2025-04-05/", "9903.01.26", "IEEPA-reciprocal", "duty_exemption"),
            "2026-02-20"),
    ]  # fmt: skip
    view = toy_view(rows)

    def exemption(act, at=0):
        return duties.exemption(view, place="USA", counterpart="PER", act=act, at=at)

    assert exemption("Section301-forced-labour").value == "9903.06.01"
    assert exemption("Section301-forced-labour", 1) is None
    assert exemption("IEEPA-reciprocal") is None


def test_partners_named_under_an_act_are_counted_against_the_own_rate():
    rows = [
        *NEW,
        *(
            duty(code, "2026-07-24/", f"9903.05.{n}", "Section301-forced-labour", rate_added=rate)
            for n, (code, rate) in enumerate(
                {"ARG": "10", "CHL": "12.5", "COL": "12.5", "KOR": "12.5"}.items(), start=20
            )
        ),
    ]
    view = toy_view(rows)
    found = duties.named_partners(
        view, place="USA", counterpart="PER", act="Section301-forced-labour", home="PER"
    )
    assert found.value == 5
    assert {key: found.values[key] for key in ("lower", "same", "higher", "near")} == {
        "lower": 1, "same": 3, "higher": 0, "near": 3,
    }  # fmt: skip
    other = duties.named_partners(
        view, place="USA", counterpart="KEN", act="Section301-forced-labour", home="KEN"
    )
    assert "same" not in other.values
    assert other.values["near"] == 0


def test_steps_count_each_day_on_which_something_changed_once():
    view = toy_view([*GENERAL, *SURCHARGE, *NEW])
    found = duties.duty_steps(view, place="USA", counterpart="PER", since=2025)
    assert found.value == 5
    assert found.values["highest"] == 12.5
    assert found.values["at"] == "2026-07-24"
    assert duties.duty_steps(view, place="USA", counterpart="CAN", since=2025).value == 2


def test_law_is_parted_into_act_section_and_ground():
    view = toy_view(SURCHARGE)
    (found,) = duties.wide_findings(view, "USA", "PER")
    assert (found.values["law"], found.values["section"], found.values["ground"]) == (
        "Trade Act of 1974", "122", "payments",
    )  # fmt: skip


def test_relief_by_name_and_for_all():
    rows = [
        *GENERAL,
        action("2025-03-06/", "USMCA goods exempted", "0", "IEEPA-other", "CAN"),
        action("2025-11-13/", "farm products exempted", "0", "IEEPA-reciprocal"),
    ]
    view = toy_view(rows)
    own = duties.own_relief(view, place="USA", counterpart="CAN", act="IEEPA-other")
    assert own.values["goods"] == "USMCA goods exempted"
    assert duties.own_relief(view, place="USA", counterpart="PER", act="IEEPA-other") is None
    assert duties.wide_relief(view, place="USA", position=0).values["since"] == "2025-11-13"


def test_an_event_is_found_by_its_words():
    view = toy_view([action("2026-02-20", "every duty ended", "0", "IEEPA-reciprocal")])
    found = duties.register_event(view, place="USA", counterpart="", text="every duty")
    assert found.values["since"] == "2026-02-20"
    assert duties.register_event(view, place="USA", counterpart="", text="nothing") is None
    assert wide_duties(view, "USA", "PER") == ()
