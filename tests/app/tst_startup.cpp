#include "tests/support/commandrun.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace framescope::test;

/// The modes for terminals need no display, and are there at once.
class TestStartup : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void needsNoDisplay_data();
    void needsNoDisplay();
    void isFast();
    void helpOnStandardOutput();

private:
    static QProcessEnvironment withoutDisplay();
};

QProcessEnvironment TestStartup::withoutDisplay()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : {QStringLiteral("DISPLAY"), QStringLiteral("WAYLAND_DISPLAY"),
                                QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("LANG")})
        environment.remove(name);
    // A Docker image has no UTF-8 locale; nothing is to be said about that.
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C"));
    return environment;
}

void TestStartup::needsNoDisplay_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("--help") << QStringList{QStringLiteral("--help")} << 0;
    QTest::newRow("--version") << QStringList{QStringLiteral("--version")} << 0;
    QTest::newRow("capture --help") << QStringList{QStringLiteral("capture"), QStringLiteral("--help")} << 0;
    QTest::newRow("usage") << QStringList{QStringLiteral("--nonsense")} << 2;
    QTest::newRow("read") << QStringList{QStringLiteral("read"), QStringLiteral("/nonexistent")} << 1;
    QTest::newRow("echo") << QStringList{QStringLiteral("echo"), QStringLiteral("ws://127.0.0.1:1/")} << 1;
    QTest::newRow("capture") << QStringList{QStringLiteral("capture"), QStringLiteral("ws://127.0.0.1:1/")} << 1;
}

void TestStartup::needsNoDisplay()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, exitCode);
    const CommandRun run = runFramescope(arguments, withoutDisplay());
    QVERIFY2(run.exitCode == exitCode, run.err.constData());
    QVERIFY2(!run.err.contains("display") && !run.err.contains("locale") && !run.err.contains("platform plugin"),
             run.err.constData());
    QCOMPARE(run.err.isEmpty(), exitCode == 0);
}

void TestStartup::isFast()
{
    // The best of several runs: what the program needs, not what the machine is busy with.
    qint64 best = 1'000'000;
    for (int i = 0; i < 9; ++i) {
        QElapsedTimer timer;
        timer.start();
        const CommandRun run =
            runFramescope({QStringLiteral("read"), QStringLiteral("/nonexistent")}, withoutDisplay());
        QCOMPARE(run.exitCode, 1);
        best = std::min(best, timer.elapsed());
    }
#ifdef FRAMESCOPE_SANITIZED
    const qint64 limit = 2'000;
#else
    const qint64 limit = 100;
#endif
    QVERIFY2(best < limit, qPrintable(QString::number(best) + QStringLiteral(" ms")));
}

void TestStartup::helpOnStandardOutput()
{
    const CommandRun run = runFramescope({QStringLiteral("--help")}, withoutDisplay());
    for (const char *part :
         {"framescope capture URL", "framescope read FILE", "framescope echo URL", "framescope serve", "--demo"})
        QVERIFY2(run.out.contains(part), run.out.constData());
    const CommandRun version = runFramescope({QStringLiteral("--version")}, withoutDisplay());
    QCOMPARE(version.out, QByteArray("framescope " FRAMESCOPE_VERSION "\n"));
}

QTEST_GUILESS_MAIN(TestStartup)
#include "tst_startup.moc"
