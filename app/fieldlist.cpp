#include "app/fieldlist.h"

#include "core/base/ids.h"
#include "core/filter/language/field.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace framescope::app
{

namespace
{
QStringList wordsOf(const filter::Field &field)
{
    QStringList words;
    for (const filter::FieldWord &each : field.words)
        words.append(QLatin1String(each.word));
    return words;
}

QStringList aliasesOf(const filter::Field &field)
{
    return QString::fromLatin1(field.aliases).split(u' ', Qt::SkipEmptyParts);
}

QJsonObject fieldObject(const filter::Field &field)
{
    return {
        {u"name"_qs, QString::fromLatin1(field.name)},
        {u"type"_qs, QString::fromLatin1(filter::typeName(field.type))},
        {u"meaning"_qs, QString::fromUtf8(field.meaning)},
        {u"example"_qs, QString::fromUtf8(field.example)},
        {u"aliases"_qs, QJsonArray::fromStringList(aliasesOf(field))},
        {u"words"_qs, QJsonArray::fromStringList(wordsOf(field))},
    };
}

QString fieldLine(const filter::Field &field, qsizetype width)
{
    QString line = QString::fromLatin1(field.name).leftJustified(width) + u"  "_qs + QString::fromUtf8(field.meaning) +
                   u" ("_qs + QString::fromLatin1(filter::typeName(field.type));
    if (!field.words.empty())
        line += u": "_qs + wordsOf(field).join(u", ");
    line += u')';
    if (const QStringList aliases = aliasesOf(field); !aliases.isEmpty())
        line += u"; also "_qs + aliases.join(u", ");
    return line;
}
} // namespace

QByteArray fieldList(bool json)
{
    const auto all = filter::fields();
    if (json) {
        QJsonArray array;
        for (const filter::Field &each : all)
            array.append(fieldObject(each));
        return QJsonDocument(array).toJson(QJsonDocument::Compact);
    }
    qsizetype width = 0;
    for (const filter::Field &each : all)
        width = std::max(width, qsizetype(qstrlen(each.name)));
    QStringList lines;
    for (const filter::Field &each : all)
        lines.append(fieldLine(each, width));
    return lines.join(u'\n').toUtf8();
}

} // namespace framescope::app
