#include "tests/bench/window/memory.h"

#include <QFile>

#include <unistd.h>

namespace framescope::bench
{

Memory Memory::now() { return of(::getpid()); }

Memory Memory::of(long long pid)
{
    Memory memory;
    QFile file(QStringLiteral("/proc/%1/smaps_rollup").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return memory;
    for (const QByteArray &line : file.readAll().split('\n')) {
        const QList<QByteArray> words = line.simplified().split(' ');
        if (words.size() == 3 && words[0] == "Rss:")
            memory.resident = words[1].toDouble() * 1024;
        else if (words.size() == 3 && words[0] == "Anonymous:")
            memory.anonymous = words[1].toDouble() * 1024;
    }
    return memory;
}

} // namespace framescope::bench
