#include "tests/support/findingsdocument.h"

#include <QFile>

#include <cstdio>

/// Writes the pages of docs/ that are made from the program's tables. usage: framescope_docs FOLDER
int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fputs("usage: framescope_docs FOLDER\n", stderr);
        return 2;
    }
    QFile page(QFile::decodeName(argv[1]) + QStringLiteral("/findings.md"));
    const QByteArray text = framescope::test::findingsDocument();
    if (!page.open(QIODevice::WriteOnly) || page.write(text) != text.size() || !page.flush()) {
        std::fprintf(stderr, "cannot write %s: %s\n", qPrintable(page.fileName()), qPrintable(page.errorString()));
        return 1;
    }
    return 0;
}
