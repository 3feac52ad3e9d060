"""Public checks of `bias_variance`: the table of the task, and the form of the remedies."""

from grader.checks import check, expect, expect_equal, expect_type

WORDS = {"more data", "regularization", "bigger network", "longer training", "better architecture"}


@check(points=1)
def test_the_table_of_the_task(student):
    rows = [(0.15, 0.16, "high bias"), (0.02, 0.12, "high variance"), (0.02, 0.03, "good fit")]
    rows += [(0.15, 0.30, "high bias and high variance")]
    for train, validation, word in rows:
        swapped = {"high bias": "high variance", "high variance": "high bias"}.get(word, word)
        instead = {"swaps-bias-and-variance": swapped} if swapped != word else {}
        if word == "high bias and high variance":
            instead = {"one-hides-the-other": "high bias", "one-hides-the-other ": "high variance"}
        got = student.diagnose(train, validation, 0.01)
        instead = {name.strip(): other for name, other in instead.items() if other == got}
        expect_equal(got, word, instead=instead, name="diagnose")


@check(points=0)
def test_the_remedies_are_words_of_the_task(student):
    remedies = student.REMEDIES
    expect_type(remedies, dict, name="REMEDIES")
    for trouble in ("high bias", "high variance"):
        expect(trouble in remedies, diagnosis="lacks-a-key")
        expect_type(remedies[trouble], (set, frozenset, list, tuple), name="REMEDIES")
        expect(len(remedies[trouble]) > 0, diagnosis="names-no-remedy")
        expect(set(remedies[trouble]) <= WORDS, diagnosis="other-remedies")
