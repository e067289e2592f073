#include "ui/shell/recordinglimits.h"

#include <QLabel>
#include <QSpinBox>
#include <QTest>

using namespace framescope;
using namespace framescope::ui;

class TestRecordingLimits : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsWhatItIsGiven()
    {
        capture::RollLimits limits;
        limits.maxOctets = std::uint64_t(100) << 20;
        limits.maxFrames = 5000;
        limits.maxAge = std::chrono::hours(2);
        limits.keepParts = 3;
        RecordingLimitsDialog dialog(limits);
        QCOMPARE(dialog.limits(), limits);
        QCOMPARE(dialog.findChild<QSpinBox *>(QStringLiteral("limitSize"))->value(), 100);
        QCOMPARE(dialog.findChild<QSpinBox *>(QStringLiteral("limitAge"))->value(), 120);
    }

    void keepingNeedsALimit()
    {
        RecordingLimitsDialog dialog({});
        auto *keep = dialog.findChild<QSpinBox *>(QStringLiteral("limitKeep"));
        auto *help = dialog.findChild<QLabel *>(QStringLiteral("limitHelp"));
        QVERIFY(!keep->isEnabled());
        QVERIFY(!dialog.limits().any());
        const QString without = help->text();
        dialog.findChild<QSpinBox *>(QStringLiteral("limitFrames"))->setValue(10);
        QVERIFY(keep->isEnabled());
        QVERIFY(help->text() != without);
        keep->setValue(2);
        QVERIFY(help->text().contains(QStringLiteral("deleted")));
        QCOMPARE(dialog.limits().maxFrames, std::uint64_t(10));
        QCOMPARE(dialog.limits().keepParts, 2u);
    }
};

QTEST_MAIN(TestRecordingLimits)
#include "tst_recordinglimits.moc"
