#include "ui/shell/preferencesdialog.h"

#include "ui/support/datafonts.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

using namespace framescope::ui;

class TestPreferencesDialog : public QObject
{
    Q_OBJECT

    struct Open {
        QTemporaryDir folder;
        QSettings store{folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
        Settings settings{store};
        PreferencesDialog dialog{settings};

        QWidget *control(Setting setting)
        {
            return dialog.findChild<QWidget *>(QStringLiteral("preference%1").arg(int(setting)));
        }
        template <typename T> T *as(Setting setting) { return qobject_cast<T *>(control(setting)); }
    };

private Q_SLOTS:
    void everyLineOfTheTableHasAControlThatWorks()
    {
        Open open;
        for (const Preference &preference : allPreferences()) {
            const Setting setting = preference.setting;
            QWidget *control = open.control(setting);
            QVERIFY2(control != nullptr, preference.label);
            QVERIFY2(!control->accessibleName().isEmpty(), preference.label);
            const QString before = open.settings.text(setting);
            if (auto *combo = qobject_cast<QComboBox *>(control)) {
                if (setting == Setting::MonospaceFont && dataFonts().isEmpty())
                    continue;
                QVERIFY(combo->count() > 1);
                combo->setCurrentIndex(combo->count() - 1);
            } else if (auto *spin = qobject_cast<QSpinBox *>(control)) {
                spin->setValue(spin->value() + 3);
                Q_EMIT spin->editingFinished();
            } else if (auto *box = qobject_cast<QCheckBox *>(control)) {
                box->click();
            } else if (auto *edit = qobject_cast<QLineEdit *>(control)) {
                edit->setText(open.folder.path());
                Q_EMIT edit->editingFinished();
            }
            QVERIFY2(open.settings.text(setting) != before, preference.label);
        }
        open.dialog.restoreDefaults();
        Open fresh;
        for (const Preference &preference : allPreferences())
            QCOMPARE(open.settings.text(preference.setting), fresh.settings.text(preference.setting));
        QCOMPARE(open.as<QSpinBox>(Setting::RollMiB)->value(), 0);
        QCOMPARE(open.as<QComboBox>(Setting::Theme)->currentIndex(), 0);
        QVERIFY(open.as<QCheckBox>(Setting::HideSecrets)->isChecked());
    }

    void onlyFontsForDataAreOffered()
    {
        Open open;
        auto *combo = open.as<QComboBox>(Setting::MonospaceFont);
        QStringList offered;
        for (int i = 0; i < combo->count(); ++i)
            offered.append(combo->itemData(i).toString());
        QCOMPARE(offered, QStringList{QString()} + dataFonts());
        QCOMPARE(combo->currentIndex(), 0); // the desktop's
        // One that is not here any more is named still.
        open.settings.set(Setting::MonospaceFont, QStringLiteral("Gone Mono"));
        QCOMPARE(combo->currentText(), QStringLiteral("Gone Mono"));
        combo->setCurrentIndex(0);
        QVERIFY(open.settings.text(Setting::MonospaceFont).isEmpty());
    }

    void whatIsChangedElsewhereShows()
    {
        Open open;
        open.settings.set(Setting::Theme, QStringLiteral("dark"));
        QCOMPARE(open.as<QComboBox>(Setting::Theme)->currentData().toString(), QStringLiteral("dark"));
        open.settings.set(Setting::RollFrames, 5000);
        QCOMPARE(open.as<QSpinBox>(Setting::RollFrames)->value(), 5000);
        open.settings.set(Setting::FollowNewRows, false);
        QVERIFY(!open.as<QCheckBox>(Setting::FollowNewRows)->isChecked());
    }

    void textSizeOfTheDesktopIsNoNumber()
    {
        Open open;
        auto *size = open.as<QSpinBox>(Setting::TextSize);
        QCOMPARE(size->text(), size->specialValueText());
        size->stepUp();
        QCOMPARE(open.settings.number(Setting::TextSize), 6);
        size->setValue(12);
        QCOMPARE(open.settings.number(Setting::TextSize), 12);
        size->setValue(size->minimum());
        QCOMPARE(open.settings.number(Setting::TextSize), 0);
    }

    void limitsOfARecordingCountOnceTheyAreWhole()
    {
        Open open;
        open.settings.set(Setting::RollKeep, 30);
        open.settings.set(Setting::RollMiB, 500);
        open.dialog.setCurrentPage(PreferencePage::Recording);
        open.dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&open.dialog));
        QList<int> seen;
        connect(&open.settings, &Settings::changed, this,
                [&](Setting setting) { seen.append(open.settings.number(setting)); });
        auto *keep = open.as<QSpinBox>(Setting::RollKeep);
        keep->setFocus();
        keep->selectAll();
        QTest::keyClicks(keep, QStringLiteral("100"));
        QVERIFY(seen.isEmpty());
        QTest::keyClick(keep, Qt::Key_Tab);
        QCOMPARE(seen, QList<int>{100});
        // Steps count once they are over, and a dialog that is closed leaves nothing behind.
        auto *size = open.as<QSpinBox>(Setting::RollMiB);
        size->setFocus();
        seen.clear();
        size->stepUp();
        QVERIFY(seen.isEmpty());
        QTest::keyClick(&open.dialog, Qt::Key_Escape);
        QVERIFY(!open.dialog.isVisible());
        QCOMPARE(seen, QList<int>{size->value()});
    }

    void aFolderThatCannotBeWrittenIsNotTaken()
    {
        Open open;
        auto *edit = open.as<QLineEdit>(Setting::CaptureFolder);
        const QString made = open.folder.filePath(QStringLiteral("new/captures"));
        edit->setText(made);
        Q_EMIT edit->editingFinished();
        QCOMPARE(open.settings.text(Setting::CaptureFolder), made);
        QVERIFY(QFileInfo(made).isDir());
        for (const QString &bad : {QStringLiteral("/proc/nowhere"), QStringLiteral("relative")}) {
            edit->setText(bad);
            Q_EMIT edit->editingFinished();
            QVERIFY(edit->property("invalid").toBool());
            QVERIFY(!edit->toolTip().isEmpty());
            QCOMPARE(open.settings.text(Setting::CaptureFolder), made);
        }
    }
};

QTEST_MAIN(TestPreferencesDialog)
#include "tst_preferencesdialog.moc"
