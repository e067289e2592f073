#include "tests/support/filterdocument.h"

#include <QFile>
#include <QTest>

/// docs/filter.md says what the table of fields says.
class TestFilterPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isFresh()
    {
        QFile page(QStringLiteral(FRAMESCOPE_SOURCE_DIR "/docs/filter.md"));
        QVERIFY2(page.open(QIODevice::ReadOnly), qPrintable(page.errorString()));
        QVERIFY2(page.readAll() == framescope::test::filterDocument(),
                 "docs/filter.md differs from the table of fields; run ./dev docs");
    }
};

QTEST_GUILESS_MAIN(TestFilterPage)
#include "tst_filterpage.moc"
