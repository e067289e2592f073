#include "ui/support/icons.h"

#include <QColor>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmap>
#include <QSvgRenderer>

// The resources live in a static library, so the linker drops them unless someone asks; the macro wants no namespace.
static void registerFramescopeResources() { Q_INIT_RESOURCE(framescope); }

namespace framescope::ui
{

namespace
{
class SvgIconEngine final : public QIconEngine
{
public:
    SvgIconEngine(QByteArray svg, const QColor &normal, const QColor &disabled, const QColor &selected)
        : m_svg(std::move(svg)), m_normal(normal), m_disabled(disabled), m_selected(selected)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        QSvgRenderer renderer(coloured(mode));
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        renderer.render(painter, QRectF(rect));
        painter->restore();
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap result(size);
        result.fill(Qt::transparent);
        if (result.isNull())
            return result;
        QPainter painter(&result);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return result;
    }

    QIconEngine *clone() const override { return new SvgIconEngine(*this); }
    QString key() const override { return QStringLiteral("framescope-svg"); }
    bool isNull() override { return m_svg.isEmpty(); }

private:
    QByteArray coloured(QIcon::Mode mode) const
    {
        const QColor &color = mode == QIcon::Disabled ? m_disabled : mode == QIcon::Selected ? m_selected : m_normal;
        QByteArray svg = m_svg;
        return svg.replace("currentColor", color.name().toLatin1());
    }

    QByteArray m_svg;
    QColor m_normal, m_disabled, m_selected;
};

QIcon load(const QString &name, const QColor &normal, const QColor &selected, const QPalette &palette)
{
    ensureResources();
    QFile file(QStringLiteral(":/framescope/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QIcon(
        new SvgIconEngine(file.readAll(), normal, palette.color(QPalette::Disabled, QPalette::ButtonText), selected));
}
} // namespace

void ensureResources()
{
    static const bool done = (registerFramescopeResources(), true);
    Q_UNUSED(done)
}

QIcon icon(const QString &name, const QPalette &palette)
{
    return load(name, palette.color(QPalette::ButtonText), palette.color(QPalette::HighlightedText), palette);
}

QIcon icon(const QString &name, const QColor &color, const QPalette &palette)
{
    return load(name, color, color, palette);
}

QIcon applicationIcon() { return icon(QStringLiteral("framescope"), QPalette()); }

} // namespace framescope::ui
