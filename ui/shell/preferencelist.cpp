#include "ui/shell/preferencelist.h"

#include "ui/support/language.h"

#include <QCoreApplication>

#include <limits>

namespace framescope::ui
{

namespace
{
using Kind = Preference::Kind;

constexpr int mostMiB = 1 << 20;
constexpr int mostMinutes = 366 * 24 * 60;

constexpr Preference table[] = {
    {Setting::Theme, PreferencePage::Appearance, Kind::Choice, QT_TRANSLATE_NOOP("Preferences", "Theme"),
     QT_TRANSLATE_NOOP("Preferences", "Dark or light, or what the desktop says.")},
    {Setting::Language, PreferencePage::Appearance, Kind::Choice, QT_TRANSLATE_NOOP("Preferences", "Language"),
     QT_TRANSLATE_NOOP("Preferences", "Takes effect after a restart.")},
    {Setting::TextSize, PreferencePage::Appearance, Kind::Number, QT_TRANSLATE_NOOP("Preferences", "Text size"),
     QT_TRANSLATE_NOOP("Preferences", "Size of all text in the window."), 6, 24,
     QT_TRANSLATE_NOOP("Preferences", " pt"), QT_TRANSLATE_NOOP("Preferences", "Follow the desktop")},
    {Setting::MonospaceFont, PreferencePage::Appearance, Kind::Font, QT_TRANSLATE_NOOP("Preferences", "Data font"),
     QT_TRANSLATE_NOOP("Preferences", "Frame list, payload, hex and editors use it. Only fonts whose characters have "
                                      "one width are offered."),
     0, 0, "", QT_TRANSLATE_NOOP("Preferences", "Follow the desktop")},
    {Setting::TimeDisplay, PreferencePage::FrameList, Kind::Choice, QT_TRANSLATE_NOOP("Preferences", "Time of a row"),
     QT_TRANSLATE_NOOP("Preferences", "What the column Time shows. The Frame pane always shows both.")},
    {Setting::FollowNewRows, PreferencePage::FrameList, Kind::Flag,
     QT_TRANSLATE_NOOP("Preferences", "Follow new rows from the start"),
     QT_TRANSLATE_NOOP("Preferences", "A new capture shows its newest row until a row is selected or the list is "
                                      "scrolled up. Without it the list stays where it is, until End is pressed.")},
    {Setting::CaptureFolder, PreferencePage::Recording, Kind::Folder,
     QT_TRANSLATE_NOOP("Preferences", "Capture folder"),
     QT_TRANSLATE_NOOP("Preferences", "Where captures are recorded until they are saved; counts for the next new "
                                      "capture. Unsaved captures of another folder are not offered.")},
    {Setting::RollMiB, PreferencePage::Recording, Kind::Number,
     QT_TRANSLATE_NOOP("Preferences", "Maximum size per file"),
     QT_TRANSLATE_NOOP("Preferences", "At one of these limits a recording goes on in a new file."), 0, mostMiB,
     QT_TRANSLATE_NOOP("Preferences", " MiB"), QT_TRANSLATE_NOOP("Preferences", "no limit")},
    {Setting::RollFrames, PreferencePage::Recording, Kind::Number,
     QT_TRANSLATE_NOOP("Preferences", "Maximum frames per file"), "", 0, std::numeric_limits<int>::max(), "",
     QT_TRANSLATE_NOOP("Preferences", "no limit")},
    {Setting::RollMinutes, PreferencePage::Recording, Kind::Number,
     QT_TRANSLATE_NOOP("Preferences", "Maximum age per file"), "", 0, mostMinutes,
     QT_TRANSLATE_NOOP("Preferences", " minutes"), QT_TRANSLATE_NOOP("Preferences", "no limit")},
    {Setting::RollKeep, PreferencePage::Recording, Kind::Number, QT_TRANSLATE_NOOP("Preferences", "Files to keep"),
     QT_TRANSLATE_NOOP("Preferences", "The oldest file is deleted when there are more than these."), 0, 100'000, "",
     QT_TRANSLATE_NOOP("Preferences", "all")},
    {Setting::InflateMessage, PreferencePage::Recording, Kind::Number,
     QT_TRANSLATE_NOOP("Preferences", "Longest inflated message"),
     QT_TRANSLATE_NOOP("Preferences", "A compressed message is inflated up to here without being asked; the Message "
                                      "pane offers to go on."),
     1, 1 << 16, QT_TRANSLATE_NOOP("Preferences", " MiB")},
    {Setting::InflateRatio, PreferencePage::Recording, Kind::Number,
     QT_TRANSLATE_NOOP("Preferences", "Most inflated bytes for each compressed one"), "", 0, 1'000'000, "",
     QT_TRANSLATE_NOOP("Preferences", "no limit")},
    {Setting::HideSecrets, PreferencePage::Privacy, Kind::Flag,
     QT_TRANSLATE_NOOP("Preferences", "Hide secrets until I reveal them"),
     QT_TRANSLATE_NOOP("Preferences", "Authorization, cookies and tokens in addresses are shown as dots. The capture "
                                      "holds them as they are.")},
};

QString text(const char *english) { return QCoreApplication::translate("Preferences", english); }
} // namespace

std::span<const Preference> allPreferences() { return table; }

QString preferenceText(const char *english) { return qstrlen(english) == 0 ? QString() : text(english); }

QString titleOf(PreferencePage page)
{
    switch (page) {
    case PreferencePage::Appearance:
        return text(QT_TRANSLATE_NOOP("Preferences", "Appearance"));
    case PreferencePage::FrameList:
        return text(QT_TRANSLATE_NOOP("Preferences", "Frame list"));
    case PreferencePage::Recording:
        return text(QT_TRANSLATE_NOOP("Preferences", "Recording"));
    case PreferencePage::Privacy:
        return text(QT_TRANSLATE_NOOP("Preferences", "Privacy"));
    }
    return {};
}

QList<PreferenceChoice> preferenceChoices(Setting setting)
{
    switch (setting) {
    case Setting::Theme:
        return {{QStringLiteral("desktop"), text(QT_TRANSLATE_NOOP("Preferences", "Follow the desktop"))},
                {QStringLiteral("light"), text(QT_TRANSLATE_NOOP("Preferences", "Light"))},
                {QStringLiteral("dark"), text(QT_TRANSLATE_NOOP("Preferences", "Dark"))}};
    case Setting::TimeDisplay:
        return {{QStringLiteral("seconds"), text(QT_TRANSLATE_NOOP("Preferences", "Seconds since the first row"))},
                {QStringLiteral("local"), text(QT_TRANSLATE_NOOP("Preferences", "Time of day"))},
                {QStringLiteral("utc"), text(QT_TRANSLATE_NOOP("Preferences", "Time of day, UTC"))}};
    case Setting::Language: {
        QList<PreferenceChoice> languages;
        for (const LanguageChoice &choice : languageChoices())
            languages.append({choice.id, choice.name});
        return languages;
    }
    default:
        return {};
    }
}

} // namespace framescope::ui
