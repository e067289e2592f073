#include "tests/support/findingsdocument.h"

#include <QFile>
#include <QTest>

/// docs/findings.md says what the table says.
class TestFindingsPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isFresh()
    {
        QFile page(QStringLiteral(FRAMESCOPE_SOURCE_DIR "/docs/findings.md"));
        QVERIFY2(page.open(QIODevice::ReadOnly), qPrintable(page.errorString()));
        const QList<QByteArray> there = page.readAll().split('\n');
        const QList<QByteArray> wanted = framescope::test::findingsDocument().split('\n');
        for (qsizetype i = 0; i < qMin(there.size(), wanted.size()); ++i)
            QVERIFY2(there[i] == wanted[i], "docs/findings.md differs from the table of findings; run ./dev docs");
        QCOMPARE(there.size(), wanted.size());
    }
};

QTEST_GUILESS_MAIN(TestFindingsPage)
#include "tst_findingspage.moc"
