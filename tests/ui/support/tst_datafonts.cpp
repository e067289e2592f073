#include "ui/support/datafonts.h"

#include <QFontDatabase>
#include <QFontMetricsF>
#include <QTest>

using namespace framescope::ui;

class TestDataFonts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void dataCanBeReadInAll()
    {
        const QStringList families = dataFonts();
        if (QFontDatabase::families().isEmpty())
            QSKIP("there are no fonts here");
        for (const QString &family : families) {
            const QFontMetricsF metrics(QFont(family, 12));
            const qreal width = metrics.horizontalAdvance(u'0');
            QVERIFY2(width > 0, qPrintable(family));
            for (char16_t c = 0x20; c < 0x7F; ++c) {
                QVERIFY2(metrics.inFont(QChar(c)), qPrintable(family));
                QVERIFY2(qAbs(metrics.horizontalAdvance(QChar(c)) - width) < 0.01, qPrintable(family));
            }
            QVERIFY2(!family.contains(QStringLiteral("Emoji")), qPrintable(family));
        }
        QCOMPARE(families.contains(QStringLiteral("DejaVu Sans Mono")),
                 QFontDatabase::families().contains(QStringLiteral("DejaVu Sans Mono")));
    }
};

QTEST_MAIN(TestDataFonts)
#include "tst_datafonts.moc"
