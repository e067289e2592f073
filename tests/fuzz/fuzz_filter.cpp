// Any text as a display filter, with the cursor anywhere in it: understood, or refused with a place inside of it; every
// suggestion can be put there, and every completion as well.

#include "core/filter/language/completion.h"
#include "core/filter/language/filterparser.h"
#include "core/filter/language/likethis.h"
#include "tests/fuzz/fuzzinput.h"

using namespace framescope;
using namespace framescope::filter;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr std::size_t longest = 200; // completions are asked for at every place
    const QString text = QString::fromUtf8(qbyteView({data, std::min(size, longest)}));
    const ParsedFilter parsed = parseFilter(text);
    if (!parsed.ok()) {
        const FilterError &error = *parsed.error;
        require(!error.what.isEmpty() && !error.text().isEmpty());
        require(error.at >= 0 && error.size >= 0 && error.at + error.size <= text.size());
        if (!error.suggestion.isEmpty())
            parseFilter(error.applied(text, error.suggestion));
    } else if (!text.trimmed().isEmpty()) {
        require(parseFilter(combined(text, QStringLiteral("fin"), true)).ok());
    }
    for (qsizetype cursor = 0; cursor <= text.size(); ++cursor) {
        const Completions found = completionsAt(text, cursor);
        require(found.at >= 0 && found.size >= 0 && found.at + found.size <= text.size());
        for (const Completion &each : found.all)
            require(!each.text.isEmpty());
    }
    return 0;
}
