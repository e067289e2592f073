#include "ui/shell/recordinglimits.h"

#include "ui/support/theme.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
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

    void nothingIsSqueezed()
    {
        applyTheme(*qApp, true);
        RecordingLimitsDialog dialog({});
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        auto *keep = dialog.findChild<QSpinBox *>(QStringLiteral("limitKeep"));
        const auto *help = dialog.findChild<QLabel *>(QStringLiteral("limitHelp"));
        for (int files : {0, 2}) {
            dialog.findChild<QSpinBox *>(QStringLiteral("limitFrames"))->setValue(10);
            keep->setValue(files);
            QTRY_VERIFY(help->height() >= help->heightForWidth(help->width()));
            QVERIFY2(keep->height() >= keep->sizeHint().height(), qPrintable(QString::number(keep->height())));
        }
        const auto *buttons = dialog.findChild<QDialogButtonBox *>();
        QCOMPARE(buttons->button(QDialogButtonBox::Ok)->property("part").toString(), QStringLiteral("primary"));
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
