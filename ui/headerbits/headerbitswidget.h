#pragma once

#include "ui/headerbits/bitlayout.h"

#include <QStringList>
#include <QWidget>

#include <optional>

namespace framescope::ui
{

struct Colors;

/// The colour of a header field, the same in the bit diagram and in the hex view.
QColor bitSlotColor(const Colors &colors, BitSlot slot);

/// The header of one frame drawn as RFC 6455 §5.2 draws it: one box a field, its name above its bits.
class HeaderBitsWidget : public QWidget
{
    Q_OBJECT
public:
    explicit HeaderBitsWidget(QWidget *parent = nullptr);

    void setHeader(const std::optional<ws::FrameHeader> &header);
    const std::vector<BitField> &fields() const noexcept { return m_fields; }
    int selectedField() const noexcept { return m_selected; }
    /// Marks a field without a signal; -1 marks none.
    void setSelectedField(int field);
    /// Where a field is drawn, in widget coordinates.
    QRect fieldRect(int field) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

Q_SIGNALS:
    void fieldSelected(int field);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    int lineHeight() const;
    std::vector<BitBox> place(int width) const;
    void relayout();
    int fieldAt(const QPoint &position) const;
    void choose(int field);
    QFont nameFont() const;
    /// Keys of ui/explain about a field.
    QStringList topicsOf(const BitField &field) const;
    void tellTopics();

    std::vector<BitField> m_fields;
    std::vector<BitBox> m_boxes;
    int m_selected = -1;
    int m_hovered = -1;
    ws::Opcode m_opcode{};
};

} // namespace framescope::ui
