"""The part of a page that answers: asked in a browser as a reader would, and what it asks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from tenure.compiler.policy import Policy
from tenure.reports.answers.questions import Question, questions
from tenure.reports.schedule import publish
from tenure.reports.wording import ENGLISH
from tests.browsing import browsing, resize, violations

AS_OF = date(2026, 11, 23)
OPEN = """
policy "Letters" publisher "The office" dispose within 30 days
calendar office year FY ends 31 March
record letter "Letters"
  received  date required  "the letter was received"
  answered  date           "the letter was answered"
  pages     number
  topic     text
  colour    one of dark_red, blue
  open      yes/no         "a case is open"
  copies    links to letter
hold case "An open case" for letter while open
external "Another schedule"
rule 1 "Letters"
  for letter
  keep the later of (2 years after received, 1 year after answered if known)
  then anonymise and keep FY+6 from received then destroy
  extendable by "Archivist"
  except long when pages is more than 100 and colour not in (blue)
    keep permanently
  end
  except tax when topic is "tax"
    follow "Another schedule"
  end
  except kept when copies is known
    keep as long as copies
  end
"""


@pytest.fixture(scope="module")
def browser(
    require_tool: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[webdriver.Chrome]:
    with browsing(require_tool, tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture(scope="module")
def letters(compiled: Callable[[str], Policy]) -> Policy:
    return compiled(OPEN)


@pytest.fixture
def page(browser: webdriver.Chrome, letters: Policy, tmp_path: Path) -> webdriver.Chrome:
    path = tmp_path / "schedule.html"
    path.write_bytes(publish(letters, ["html"], AS_OF)["schedule.html"])
    resize(browser, 1280)
    browser.get(path.as_uri())
    Select(browser.find_element(By.ID, "answers-kind")).select_by_visible_text("Letters")
    say(browser, "As of", "2026-11-23")
    return browser


def say(browser: webdriver.Chrome, question: str, answer: str) -> None:
    """Answer a question as a reader would, by its words."""
    script = """
        const [question, answer] = arguments;
        const own = [...document.querySelectorAll('#answers label, #answers legend')];
        const label = own.find(each => each.textContent === question);
        const box = label.tagName === 'LEGEND' ? label.parentElement : label.control;
        const told = element => element.dispatchEvent(new Event('input', { bubbles: true }));
        if (box.tagName === 'SELECT') {
            box.value = [...box.options].find(each => each.text === answer).value;
            return told(box);
        }
        const button = [...box.querySelectorAll('label')].find(each => each.textContent === answer);
        if (button) return button.click();
        const field = box.tagName === 'INPUT' ? box : box.querySelector('input:not([type=radio])');
        field.value = answer;
        told(field);
    """
    browser.execute_script(script, question, answer)


def told(browser: webdriver.Chrome) -> str:
    return browser.find_element(By.ID, "answers-answer").text


def know_all(page: webdriver.Chrome) -> None:
    say(page, "The date when the letter was received", "2024-02-29")
    say(page, "The date when the letter was answered", "Nothing is recorded")
    say(page, "The pages", "12")
    say(page, "The topic", "Something else")
    say(page, "The colour", "Blue")
    say(page, "A case is open", "No")
    say(page, "At least one letter is recorded as “copies”", "No")
    say(page, "Has it been agreed to keep it longer, and until when?", "No")


def test_a_record_of_which_all_is_known_gets_its_day_its_reason_and_its_action(
    page: webdriver.Chrome,
) -> None:
    know_all(page)
    assert told(page).startswith("Its period ended on 28 February 2026. Overdue; due since 1 March")
    link = page.find_element(By.CSS_SELECTOR, "#answers-answer li a")
    assert link.text == "1"
    assert (link.get_attribute("href") or "").endswith("#r-1")
    assert "whichever is longer" in told(page)
    say(page, "What has been done with it so far?", "It has been anonymised")
    assert told(page).startswith(
        "Keep it until the end of 31 March 2030.\nFrom 1 April 2030 on: destroy"
    )


def test_each_thing_that_is_not_known_is_named_and_leads_to_its_question(
    page: webdriver.Chrome,
) -> None:
    know_all(page)
    say(page, "The date when the letter was answered", "I do not know")
    assert "The date when the letter was answered" in told(page)
    assert told(page).startswith("Keep it for now. To be certain")
    page.find_element(By.CSS_SELECTOR, "#answers-answer li a").send_keys(Keys.ENTER)
    assert page.switch_to.active_element.get_attribute("value") == "unknown"
    say(page, "The date when the letter was answered", "2026-06-30")
    assert told(page).startswith("Keep it until the end of 30 June 2027.")
    say(page, "A case is open", "I do not know")
    assert "This hold may apply: An open case." in told(page)


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("A case is open", "Yes", "Keep it. While this hold applies"),
        ("The topic", "Tax", "Keep it for now. Another policy decides: Another schedule."),
        ("At least one letter is recorded as “copies”", "Yes", "Keep it for now. This page cannot"),
        ("The date when the letter was received", "", "Keep it for now. To be certain"),
        ("The pages", "twelve", "This cannot be read as a day or a number:\nThe pages"),
        ("The pages", "100.5", "Its period ended"),
        ("As of", "2026-02-28", "Keep it until the end of 28 February 2026."),
        ("As of", "", "This cannot be read as a day or a number:\nAs of"),
        (
            "Has it been agreed to keep it longer, and until when?",
            "2031-02-28",
            "Keep it until the end of 28 February 2031.",
        ),
    ],
)
def test_one_answer_changes_what_is_said(
    page: webdriver.Chrome, question: str, answer: str, said: str
) -> None:
    know_all(page)
    say(page, question, answer)
    assert told(page).startswith(said)


def test_numbers_are_compared_exactly(page: webdriver.Chrome) -> None:
    know_all(page)
    say(page, "The colour", "Dark red")
    for pages, permanent in (("100", False), ("100.0000000000000000000001", True), ("1e5", None)):
        say(page, "The pages", pages)
        said = told(page).startswith("Keep it permanently.")
        assert said is bool(permanent)
    assert told(page).startswith("This cannot be read")


def test_the_keyboard_alone_asks_and_starts_again(page: webdriver.Chrome) -> None:
    page.refresh()
    kind = page.find_element(By.ID, "answers-kind")
    kind.send_keys("Letters")
    seen = set()
    for _ in range(40):
        page.switch_to.active_element.send_keys(Keys.TAB)
        focused = page.switch_to.active_element
        seen.add(focused.get_attribute("id") or focused.text)
        if focused.text == "Start again":
            break
    boxes = page.find_elements(By.CSS_SELECTOR, "#answers-questions > *")
    ids = {box.find_element(By.CSS_SELECTOR, "input, select").get_attribute("id") for box in boxes}
    groups = {id_.partition("-")[2].split("-")[0] for id_ in ids if id_}
    assert groups <= {id_.partition("-")[2].split("-")[0] for id_ in seen}
    page.switch_to.active_element.send_keys(Keys.ENTER)
    page.execute_async_script("setTimeout(arguments[0])")
    assert told(page) == ""
    assert page.switch_to.active_element.get_attribute("id") == "answers-kind"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_with_questions_and_an_answer(
    page: webdriver.Chrome, width: int, scheme: str
) -> None:
    resize(page, width)
    know_all(page)
    assert violations(page, scheme) == []
    assert page.execute_script("return document.documentElement.scrollWidth") <= width


def test_on_paper_it_is_left_out(page: webdriver.Chrome) -> None:
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    shown = page.find_element(By.CSS_SELECTOR, ".answers").is_displayed()
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert not shown


# --- what is asked ------------------------------------------------------------------------


def asked(policy: Policy, record_class: str) -> dict[str, Question]:
    return {each.field: each for each in questions(policy, record_class, ENGLISH)}


def test_only_what_may_change_the_answer_is_asked(sample: Policy) -> None:
    found = asked(sample, "call_recording")
    assert list(found) == ["recorded", "complaint"]
    assert (found["recorded"].asks, found["complaint"].asks) == ("day", "known")
    assert list(asked(sample, "complaint")) == [
        "closed",
        "child_assessed",
        "open",
        "disposed_as",
        "extended_until",
    ]


def test_whether_something_is_recorded_is_asked_where_a_rule_asks(letters: Policy) -> None:
    found = asked(letters, "letter")
    assert [name for name, each in found.items() if each.none] == ["answered", "extended_until"]
    assert found["colour"].options == (("dark_red", "Dark red"), ("blue", "Blue"))
    assert (found["topic"].options, found["topic"].other) == ((("tax", "Tax"),), True)


def test_hostile_texts_are_data(hostile: Policy) -> None:
    page = publish(hostile, ["html"], AS_OF)["schedule.html"].decode()
    data = page.partition('id="answers-data">')[2].partition("</script>")[0]
    assert "<" not in data
    assert json.loads(data)["kinds"]


def test_a_policy_without_rules_asks_nothing(calico: Policy) -> None:
    assert b"answers" not in publish(calico, ["html"], AS_OF)["schedule.html"]
