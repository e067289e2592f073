#pragma once

#include <QList>
#include <QString>
#include <QStringList>

class QCoreApplication;

namespace framescope::ui
{

/// One line of the choice of languages.
struct LanguageChoice {
    QString id;   ///< what the setting `Language` holds: "system", or the name of a locale
    QString name; ///< for people; of a language in itself
};

/// What can be chosen, in the order of the choice.
QList<LanguageChoice> languageChoices();

/// The language to show: `chosen`, or where that is "system" or none we have, the first of the `preferred` ones
/// (BCP 47 or POSIX names, as QLocale::uiLanguages() gives them) that we have; English otherwise.
QString languageFor(const QString &chosen, const QStringList &preferred);

/// Shows the program in the language chosen: loads our translation and Qt's own, and lets numbers and dates follow a
/// language that was chosen by name. Call it before the first widget is made: what is there already keeps its words,
/// so a choice made later counts from the next start. A second call replaces the first. Thread: the GUI's.
void useLanguage(QCoreApplication &app, const QString &chosen);

/// What useLanguage() decided for: "en" or "zh_CN"; "en" before it was called.
QString currentLanguage();

} // namespace framescope::ui
