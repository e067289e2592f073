#pragma once

#include "tests/bench/contest.h"

namespace framescope::bench
{

/// The outcome as lines of a table on standard output.
void print(const Outcome &outcome);
/// How many bars are met, and which are missed.
void printSummary(const Contest &contest);

/// [{name, unit, better, ours, rival, rivalName, ratio, bar, pass, figures: {ours, rival}}], one object a rival. `bar` and
/// `pass` are null where nothing was promised; an outcome without figures has `wrong` or `skipped` instead.
QByteArray toJson(const Contest &contest);
/// The machine and the table, as a section of a page in Markdown.
QByteArray toMarkdown(const Contest &contest);

} // namespace framescope::bench
