#pragma once

#include "ui/shell/settings.h"

#include <QList>
#include <QString>

#include <span>

namespace framescope::ui
{

/// A page of the preferences.
enum class PreferencePage { Appearance, FrameList, Recording, Privacy };

/// One of a few values a setting can have, with its words.
struct PreferenceChoice {
    QString value;
    QString text;
};

/// A setting that people choose in the preferences, and how. The dialog is made of this table and of nothing else; where
/// the setting is kept and what it begins with stands in the table of settings.
struct Preference {
    enum class Kind {
        Choice, ///< of preferenceChoices()
        Number, ///< from `least` to `most`
        Flag,
        Font,   ///< the name of a monospaced font; empty: the desktop's
        Folder, ///< a path; empty: the program's own folder
    };

    Setting setting;
    PreferencePage page;
    Kind kind;
    const char *label; ///< in the context "Preferences"
    const char *help;  ///< what it does, one or two sentences
    int least = 0;     ///< of a number
    int most = 0;
    const char *unit = ""; ///< of a number: what stands after it
    const char *zero = ""; ///< of a number: what `least` is called, empty where it is a number like others;
                           ///< of a font: what the desktop's is called
};

std::span<const Preference> allPreferences();
QString titleOf(PreferencePage page);
/// A text of the table, translated.
QString preferenceText(const char *text);
/// The values of a setting of the kind Choice.
QList<PreferenceChoice> preferenceChoices(Setting setting);

} // namespace framescope::ui
