#include "ui/colorrules/colorrule.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace framescope::ui
{

namespace
{
const QLatin1String keyName("name");
const QLatin1String keyFilter("filter");
const QLatin1String keyColor("color");
const QLatin1String keyOn("on");

QString text(const char *source) { return QCoreApplication::translate("ColorRules", source); }
} // namespace

std::vector<ColorRule> defaultColorRules()
{
    return {
        {text(QT_TRANSLATE_NOOP("ColorRules", "Errors")), QStringLiteral("severity == error"), 0, false},
        {text(QT_TRANSLATE_NOOP("ColorRules", "Marked rows")), QStringLiteral("marked"), 2, false},
        {text(QT_TRANSLATE_NOOP("ColorRules", "Close frames")), QStringLiteral("opcode == close"), 1, false},
        {text(QT_TRANSLATE_NOOP("ColorRules", "Large frames")), QStringLiteral("length > 64 KiB"), 6, false},
        {text(QT_TRANSLATE_NOOP("ColorRules", "Pings and pongs")), QStringLiteral("opcode in {ping, pong}"), 7, false},
    };
}

QStringList toSettings(const std::vector<ColorRule> &rules)
{
    QStringList list;
    for (const ColorRule &rule : rules) {
        const QJsonObject object{
            {keyName, rule.name}, {keyFilter, rule.filter}, {keyColor, rule.color}, {keyOn, rule.on}};
        list.append(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
    }
    if (list.isEmpty())
        list.append(QStringLiteral("none")); // an empty list would bring the defaults back
    return list;
}

std::vector<ColorRule> colorRulesFrom(const QStringList &list)
{
    if (list.isEmpty())
        return defaultColorRules();
    std::vector<ColorRule> rules;
    for (const QString &each : list) {
        const QJsonObject object = QJsonDocument::fromJson(each.toUtf8()).object();
        if (!object.value(keyFilter).isString())
            continue;
        ColorRule rule;
        rule.name = object.value(keyName).toString();
        rule.filter = object.value(keyFilter).toString();
        rule.color = std::clamp(object.value(keyColor).toInt(), 0, Colors::ruleCount - 1);
        rule.on = object.value(keyOn).toBool();
        rules.push_back(rule);
    }
    return rules;
}

QString colorName(int color)
{
    static constexpr const char *names[Colors::ruleCount] = {
        QT_TRANSLATE_NOOP("ColorRules", "red"),    QT_TRANSLATE_NOOP("ColorRules", "orange"),
        QT_TRANSLATE_NOOP("ColorRules", "yellow"), QT_TRANSLATE_NOOP("ColorRules", "green"),
        QT_TRANSLATE_NOOP("ColorRules", "teal"),   QT_TRANSLATE_NOOP("ColorRules", "blue"),
        QT_TRANSLATE_NOOP("ColorRules", "violet"), QT_TRANSLATE_NOOP("ColorRules", "grey"),
    };
    return text(names[std::clamp(color, 0, Colors::ruleCount - 1)]);
}

} // namespace framescope::ui
