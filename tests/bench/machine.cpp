#include "tests/bench/machine.h"

#include <QDate>
#include <QFile>
#include <QProcess>
#include <QStringList>
#include <QSysInfo>
#include <QThread>

#include <simdjson.h>

#ifdef FRAMESCOPE_BENCH_BEAST
#include <boost/version.hpp>
#endif

namespace framescope::bench
{

namespace
{
/// What stands behind the colon of the first line that begins with `key`.
QString fieldOf(const QString &path, const QByteArray &key)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith(key))
            return QString::fromUtf8(line.mid(line.indexOf(':') + 1)).trimmed();
    }
    return {};
}

/// The first line a program prints, or nothing when it is not there.
QString firstLineOf(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::SeparateChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(20'000))
        return {};
    return QString::fromUtf8(process.readAllStandardOutput()).section(u'\n', 0, 0).trimmed();
}
} // namespace

QStringList machineLines()
{
    QStringList lines;
    const double gib = fieldOf(QStringLiteral("/proc/meminfo"), "MemTotal").section(u' ', 0, 0).toDouble() / 1048576;
    lines << QStringLiteral("%1, %2 threads, %3 GiB")
                 .arg(fieldOf(QStringLiteral("/proc/cpuinfo"), "model name"))
                 .arg(QThread::idealThreadCount())
                 .arg(gib, 0, 'f', 0);
    lines << QStringLiteral("%1, Linux %2, g++ %3, %4")
                 .arg(QSysInfo::prettyProductName(), QSysInfo::kernelVersion(), QStringLiteral(__VERSION__),
                      QDate::currentDate().toString(Qt::ISODate));
    QStringList rivals{QStringLiteral("Qt ") + QString::fromLatin1(qVersion()),
                       QStringLiteral("simdjson %1.%2.%3")
                           .arg(simdjson::SIMDJSON_VERSION_MAJOR)
                           .arg(simdjson::SIMDJSON_VERSION_MINOR)
                           .arg(simdjson::SIMDJSON_VERSION_REVISION)};
#ifdef FRAMESCOPE_BENCH_BEAST
    rivals << QStringLiteral("Boost ") + QString::fromLatin1(BOOST_LIB_VERSION).replace(u'_', u'.');
#endif
    for (const QString &program : {QStringLiteral("tshark"), QStringLiteral("valgrind")}) {
        if (const QString line = firstLineOf(program, {QStringLiteral("--version")}); !line.isEmpty())
            rivals << line.section(QStringLiteral(" (Git"), 0, 0);
    }
    lines << rivals.join(QStringLiteral(", "));
    return lines;
}

} // namespace framescope::bench
