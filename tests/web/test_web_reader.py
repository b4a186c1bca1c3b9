"""The reader keeps answers: each worked out once, the oldest let go, whoever asks at once."""

import threading

from louyu.web.kept import Kept


def test_an_answer_is_worked_out_once_however_many_ask() -> None:
    kept, worked, start = Kept(most=8), [], threading.Barrier(8)

    def ask() -> None:
        start.wait()
        assert kept.get("key", lambda: worked.append(1) or "answer") == "answer"

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert worked == [1]


def test_the_oldest_answers_are_let_go() -> None:
    kept = Kept(most=3)
    for key in range(5):
        assert kept.get(key, lambda key=key: key * 10) == key * 10
    assert list(kept.answers) == [2, 3, 4]
    assert kept.get("none", lambda: None) is None
    assert kept.get("none", lambda: 1) is None
