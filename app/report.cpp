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

} // namespace framescope::app
