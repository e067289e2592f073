#include "tests/support/filterdocument.h"
#include "tests/support/findingsdocument.h"

#include <QFile>

#include <cstdio>
#include <utility>

/// Writes the pages of docs/ that are made from the program's tables. usage: framescope_docs FOLDER
int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fputs("usage: framescope_docs FOLDER\n", stderr);
        return 2;
    }
    const std::pair<const char *, QByteArray> pages[] = {{"findings.md", framescope::test::findingsDocument()},
                                                         {"filter.md", framescope::test::filterDocument()}};
    for (const auto &[name, text] : pages) {
        QFile page(QStringLiteral("%1/%2").arg(QFile::decodeName(argv[1]), QLatin1String(name)));
        if (!page.open(QIODevice::WriteOnly) || page.write(text) != text.size() || !page.flush()) {
            std::fprintf(stderr, "cannot write %s: %s\n", qPrintable(page.fileName()), qPrintable(page.errorString()));
            return 1;
        }
    }
    return 0;
}
