#include "app/report.h"

#include "core/io/rowtext.h"

#include <QStringList>

#include <cstdio>

namespace framescope::app
{

void reportError(const QString &message)
{
    // Some of it was chosen by a peer, and this is a terminal.
    QStringList lines;
    for (const QString &line : message.split(u'\n'))
        lines += io::visibleText(line);
    std::fprintf(stderr, "framescope: %s\n", lines.join(u'\n').toUtf8().constData());
}

void reportUndecided(std::uint64_t rows)
{
    if (rows > 0)
        reportError(QStringLiteral("%1 left out undecided: the filter would have taken too long with them")
                        .arg(rows == 1 ? QStringLiteral("1 row was") : QStringLiteral("%1 rows were").arg(rows)));
}

} // namespace framescope::app
