#include "ui/support/language.h"

#include <QCoreApplication>
#include <QFont>
#include <QFontDatabase>
#include <QFontInfo>
#include <QGuiApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <memory>
#include <utility>

// Must stand outside of any namespace, and be called: nothing else pulls a static library's resources in.
static void registerTranslations() { Q_INIT_RESOURCE(translations); }

namespace framescope::ui
{

namespace
{
constexpr const char *shownProperty = "framescopeLanguage";

/// Words of Qt's own that the window shows most; the rest comes from Qt's translation, which is not installed everywhere.
[[maybe_unused]] constexpr const char *qtWords[] = {
    QT_TRANSLATE_NOOP("QPlatformTheme", "OK"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Cancel"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Close"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Save"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Open"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "&Yes"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "&No"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Restore Defaults"),
    QT_TRANSLATE_NOOP("QLineEdit", "&Undo"),
    QT_TRANSLATE_NOOP("QLineEdit", "&Redo"),
    QT_TRANSLATE_NOOP("QLineEdit", "Cu&t"),
    QT_TRANSLATE_NOOP("QLineEdit", "&Copy"),
    QT_TRANSLATE_NOOP("QLineEdit", "&Paste"),
    QT_TRANSLATE_NOOP("QLineEdit", "Delete"),
    QT_TRANSLATE_NOOP("QLineEdit", "Select All"),
    QT_TRANSLATE_NOOP("QWidgetTextControl", "&Undo"),
    QT_TRANSLATE_NOOP("QWidgetTextControl", "&Redo"),
    QT_TRANSLATE_NOOP("QWidgetTextControl", "Cu&t"),
    QT_TRANSLATE_NOOP("QWidgetTextControl", "&Copy"),
    QT_TRANSLATE_NOOP("QWidgetTextControl", "&Paste"),
    QT_TRANSLATE_NOOP("QWidgetTextControl", "Delete"),
    QT_TRANSLATE_NOOP("QWidgetTextControl", "Select All"),
};

/// Of the languages that have a translation, the one that a preferred language asks for; empty: none.
QString match(const QString &preferred)
{
    const QString language = preferred.section(QLatin1Char('.'), 0, 0).section(QLatin1Char('@'), 0, 0);
    if (language == u"C" || language == u"POSIX")
        return QStringLiteral("en");
    const QLocale locale(language);
    if (locale.language() == QLocale::English)
        return QStringLiteral("en");
    if (locale.language() == QLocale::Chinese && locale.script() == QLocale::SimplifiedHanScript)
        return QStringLiteral("zh_CN");
    return {};
}

void load(QCoreApplication &app, const QString &file, const QString &folder)
{
    auto translator = std::make_unique<QTranslator>();
    translator->setObjectName(QStringLiteral("framescopeTranslator"));
    if (translator->load(file, folder)) {
        translator->setParent(&app);
        QCoreApplication::installTranslator(translator.release());
    }
}
/// One character has another shape in Japanese, and what a font lacks comes from any that has it, in any weight: the
/// fonts to look in first, after the one asked for. Signs such as ● stay as they are in English.
void preferFonts(const QString &language)
{
    const QStringList chinese{QStringLiteral("DejaVu Sans"),        QStringLiteral("Noto Sans CJK SC"),
                              QStringLiteral("Source Han Sans SC"), QStringLiteral("Microsoft YaHei"),
                              QStringLiteral("PingFang SC"),        QStringLiteral("WenQuanYi Micro Hei"),
                              QStringLiteral("WenQuanYi Zen Hei")};
    const QStringList generic{QStringLiteral("monospace"), QStringLiteral("sans serif"), QStringLiteral("sans"),
                              QStringLiteral("serif")};
    // A person may choose another font for the data at any time.
    QStringList families = QFontDatabase::families();
    families << QGuiApplication::font().family() << QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
    families.removeDuplicates();
    for (const QString &family : std::as_const(families)) {
        QFont::removeSubstitutions(family);
        if (language != u"zh_CN")
            continue;
        // A generic name stands for no font of its own: the first substitute would take its place.
        if (generic.contains(family, Qt::CaseInsensitive))
            QFont::insertSubstitution(family, QFontInfo(QFont(family)).family());
        QFont::insertSubstitutions(family, chinese);
    }
}
} // namespace

QList<LanguageChoice> languageChoices()
{
    return {{QStringLiteral("system"), QCoreApplication::translate("Language", "Follow the desktop")},
            {QStringLiteral("en"), QStringLiteral("English")},
            {QStringLiteral("zh_CN"), QStringLiteral("简体中文")}};
}

QString languageFor(const QString &chosen, const QStringList &preferred)
{
    if (chosen == u"en" || chosen == u"zh_CN")
        return chosen;
    for (const QString &language : preferred) {
        if (const QString ours = match(language); !ours.isEmpty())
            return ours;
    }
    return QStringLiteral("en");
}

void useLanguage(QCoreApplication &app, const QString &chosen)
{
    registerTranslations();
    qDeleteAll(app.findChildren<QTranslator *>(QStringLiteral("framescopeTranslator"), Qt::FindDirectChildrenOnly));
    const QLocale system = QLocale::system();
    const QString language = languageFor(chosen, system.uiLanguages());
    // The reader's own habits in numbers and dates hold, unless another language was asked for by name.
    QLocale::setDefault(chosen == language ? QLocale(language) : system);
    // English has one for the sake of its plurals. The one installed last is asked first.
    load(app, QStringLiteral("qtbase_") + language, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    load(app, QStringLiteral("framescope_") + language, QStringLiteral(":/framescope/translations"));
    if (qobject_cast<QGuiApplication *>(&app) != nullptr && (language == u"zh_CN" || currentLanguage() == u"zh_CN"))
        preferFonts(language);
    app.setProperty(shownProperty, language);
}

QString currentLanguage()
{
    const QCoreApplication *const app = QCoreApplication::instance(); // qApp would be one with windows
    const QVariant shown = app != nullptr ? app->property(shownProperty) : QVariant();
    return shown.isValid() ? shown.toString() : QStringLiteral("en");
}

} // namespace framescope::ui
