#include "tests/bench/childprocess.h"

#include "tests/bench/stopwatch.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vector>

namespace framescope::bench
{

ChildRun runChild(const QStringList &command)
{
    ChildRun run;
    QTemporaryDir folder;
    const QString used = folder.filePath(QStringLiteral("used"));
    QProcess process;
    // Through a file: a pipe that we empty would cost the child waiting.
    const QString output = folder.filePath(QStringLiteral("output"));
    process.setStandardOutputFile(output, QIODevice::Append);
    process.setStandardErrorFile(output, QIODevice::Append);
    process.start(QCoreApplication::applicationFilePath(), QStringList{QStringLiteral("--measure"), used} + command);
    const bool ended = process.waitForFinished(-1);
    if (QFile file(output); file.open(QIODevice::ReadOnly))
        run.output = file.readAll();
    QFile file(used);
    if (!ended || !file.open(QIODevice::ReadOnly))
        return run;
    const QList<QByteArray> words = file.readAll().split(' ');
    if (words.size() != 3)
        return run;
    run.cpuNs = words[0].toDouble();
    run.wallNs = words[1].toDouble();
    run.maxRssMiB = words[2].toDouble();
    run.ok = process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    return run;
}

int measureChild(const QStringList &arguments)
{
    std::vector<QByteArray> words;
    for (const QString &word : arguments.mid(1))
        words.push_back(word.toLocal8Bit());
    std::vector<char *> argv;
    for (QByteArray &word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    const double start = wallNow();
    pid_t child = 0;
    if (arguments.size() < 2 || ::posix_spawnp(&child, argv[0], nullptr, nullptr, argv.data(), environ) != 0)
        return 127;
    int status = 0;
    rusage usage{};
    if (::wait4(child, &status, 0, &usage) != child)
        return 127;
    const double took = wallNow() - start;
    const auto ns = [](const timeval &time) { return double(time.tv_sec) * 1e9 + double(time.tv_usec) * 1e3; };
    QFile file(arguments[0]);
    if (!file.open(QIODevice::WriteOnly))
        return 127;
    file.write(QByteArray::number(ns(usage.ru_utime) + ns(usage.ru_stime), 'f', 0) + ' ' +
               QByteArray::number(took, 'f', 0) + ' ' + QByteArray::number(double(usage.ru_maxrss) / 1024, 'f', 1));
    return WIFEXITED(status) ? WEXITSTATUS(status) : 126;
}

} // namespace framescope::bench
