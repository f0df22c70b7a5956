"""The score of a department's data comes back over the door they went in by."""

from __future__ import annotations

from tests.gateway.conftest import Gateway


def test_a_department_sees_what_its_own_data_cost(gateway: Gateway) -> None:
    """One visit taken, one refused and not mended; nobody else's department sees it."""
    tax = gateway.system("tax")
    tax.send(tax.event("quality-1"))
    tax.send(tax.event("quality-2", data={"visit_id": "quality-2"}))
    [row] = tax.get("/quality").said
    others = gateway.system("roads").get("/quality").said
    everybody = {one["department"] for one in gateway.system("", "analyst").get("/quality").said}

    assert ("tax", 2, 1, 1, 50.0) == (
        row["department"], row["sent"], row["accepted"], row["rejected"], row["rejected_rate"]
    )  # fmt: skip
    assert "refused" in row["lost"][0]
    assert [] == others
    assert "tax" in everybody


def test_a_department_is_asked_for_by_name(gateway: Gateway) -> None:
    """Its own system sees it there too, who sees all may ask for any; others are told no."""
    tax = gateway.system("tax")
    tax.send(tax.event("quality-3"))
    own, others = tax.get("/departments/tax/quality"), tax.get("/departments/roads/quality")
    seen = gateway.system("", "supervisor").get("/departments/tax/quality")
    odd = gateway.system("", "supervisor").get("/departments/t%27x%00/quality")

    assert {"tax"} == {row["department"] for row in own.said}
    assert (403, "not-allowed") == (others.status, others.said["title"])
    assert own.said == seen.said
    assert (400, "wrong-parameter") == (odd.status, odd.said["title"])
